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

/** What became of a command: the saga is as wanted, the command makes no sense in its state, or there is none. */
export type CommandResult =
  | { readonly kind: 'done'; readonly saga: SagaDocument }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly saga: SagaDocument }
  | { readonly kind: 'absent' };

/** How often a command is given anew because the saga has changed in between. */
const MAX_TRIES = 20;

/** Whether an attempt may be under way, where somebody works on the saga. */
const mayBeSent = (saga: SagaDocument, now: Instant): boolean =>
  stepsUnderWay(saga).some(({ nextAttemptAt }) => nextAttemptAt === undefined || nextAttemptAt <= now);

/** The saga after a command, with the claim that it leaves: whoever has sent an attempt goes on with its answer. */
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
 * Gives a saga a command, whoever works on it at this moment: it is a guarded write, which the worker notices at the
 * latest with its own next write.
 *
 * @throws {StoreUnavailable} when it is unknown whether the command was taken; it may be given again.
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
      // Kept even where the command is refused, because what it waits for counts from here.
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
