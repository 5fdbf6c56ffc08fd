import { StoreUnavailable } from '@counterstep/document-store';
import type { SagaDocument } from './saga-store.ts';
import { stepsUnderWay } from './core/next-call.ts';
import type { Refusal, SagaCommand } from './core/commands.ts';
import type { Instant } from './core/instant.ts';
import { clampInstants } from './core/clamp-instants.ts';
import { decideCommand } from './core/decide-command.ts';
import { hasEnded, type SagaEvent } from './core/state.ts';
import { instantIn, type Engine } from './engine.ts';
import { saveIfUnchanged, unowned } from './save.ts';
import { announce, withEvents } from './announce.ts';

/**
 * The result of a command: `done` if the saga is as wanted, `refused` if the command makes no sense in its state,
 * `absent` if there is no such saga.
 */
export type CommandResult =
  | { readonly kind: 'done'; readonly saga: SagaDocument }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly saga: SagaDocument }
  | { readonly kind: 'absent' };

/** How often a command is tried, in all, while the saga keeps changing under it. */
const MAX_TRIES = 20;

/** Whether an attempt may be under way, provided that a coordinator works on the saga. */
const mayBeSent = (saga: SagaDocument, now: Instant): boolean =>
  stepsUnderWay(saga).some(({ nextAttemptAt }) => nextAttemptAt === undefined || nextAttemptAt <= now);

/** The saga after a command; keeps a holder that may have sent an attempt, so that it can use the answer. */
const commanded = (
  engine: Engine,
  saga: SagaDocument,
  events: readonly SagaEvent[],
  now: Instant,
): SagaDocument => {
  const next = withEvents(saga, events);
  if (hasEnded(next)) return unowned(next);
  const keepsHolder = saga.holder === engine.id || next.paused !== undefined || mayBeSent(saga, now);
  if (saga.holder !== undefined && keepsHolder) return next;
  return next.paused === undefined ? { ...unowned(next), dueAt: now } : unowned(next);
};

/**
 * Gives a saga a command, whichever coordinator works on it: the command is a guarded write, which that coordinator
 * notices at its own next write at the latest.
 *
 * @throws {StoreUnavailable} when it is unknown whether the command was taken, or the saga changed too often; the
 * command may be given again.
 */
export const giveCommand = async (
  engine: Engine,
  sagaId: string,
  command: SagaCommand,
): Promise<CommandResult> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const saga = await engine.store.get(sagaId);
    if (saga === undefined) return { kind: 'absent' };
    const now = instantIn(engine);
    const plan = engine.plans.get(saga.definitionHash);
    const clamped = plan === undefined ? saga : clampInstants(plan, saga, now);
    if (clamped !== saga) {
      // Stored even if the command is refused, so that the time it has to wait for is counted from now.
      await saveIfUnchanged(engine, clamped);
      continue;
    }
    const decision = decideCommand(plan, saga, command, { now, quietMs: engine.config.leaseMs });
    if (decision.kind === 'refused') return { ...decision, saga };
    if (decision.kind === 'already') return { kind: 'done', saga };
    const saved = await saveIfUnchanged(engine, commanded(engine, saga, decision.events, now));
    if (saved === undefined) continue;
    await announce(engine, saved, decision.events);
    engine.wakeIn(0);
    return { kind: 'done', saga: saved };
  }
  throw new StoreUnavailable(`The saga ${sagaId} changes too quickly; give the command again.`);
};
