import type { SagaDocument } from '../saga-store.ts';
import { attempt, type CallAction } from './attempt.ts';
import { nextActions } from './core/actions.ts';
import { decide } from './core/decide.ts';
import type { PlannedStep, SagaPlan } from './core/definition.ts';
import { evolve } from './core/evolve.ts';
import { epochMsOf } from './core/instant.ts';
import { hasEnded, type SagaEvent, type SagaEventType } from './core/state.ts';
import { sleep } from './clock.ts';
import { instantIn, type Engine } from './engine.ts';

/** A saga with its next events; what else is known of it stays. */
export const withEvents = (saga: SagaDocument, events: readonly SagaEvent[]): SagaDocument => ({
  ...saga,
  ...events.reduce(evolve, saga),
});

const unowned = ({ owner: _, dueAt: __, ...saga }: SagaDocument): SagaDocument => saga;

/** Events of a saga that goes well; they are many. */
const routine: ReadonlySet<SagaEventType> = new Set([
  'STEP_STARTED',
  'STEP_SUCCEEDED',
  'STEP_COMPENSATING',
  'STEP_COMPENSATED',
]);

const levelOf = ({ type, sequence }: SagaEvent): 'debug' | 'info' | 'warn' => {
  // Somebody has to look at this; that a probe has failed again is no news.
  if (type === 'STEP_STUCK' && sequence !== undefined) return 'warn';
  return routine.has(type) ? 'debug' : 'info';
};

/** Tells log, listeners and failpoints of events that are durable now. */
export const announce = async (
  engine: Engine,
  saga: SagaDocument,
  events: readonly SagaEvent[],
): Promise<void> => {
  engine.watch.publish(saga);
  for (const event of events) {
    const { type, step, attempt: number, code, message, sequence } = event;
    const { id: sagaId, correlationId } = saga;
    const fields = { sagaId, correlationId, type, step, attempt: number, code, reason: message, sequence };
    engine.log[levelOf(event)](fields, 'saga event');
    await engine.failpoint(`after-commit:${step ?? 'saga'}:${type}`);
  }
};

/** Commits events of a claimed saga and renews the claim; a saga that has ended is let go. */
export const commit = async (
  engine: Engine,
  saga: SagaDocument,
  events: readonly SagaEvent[],
): Promise<SagaDocument> => {
  const next = withEvents(saga, events);
  const saved = await engine.store.save(
    hasEnded(next) ? unowned(next) : { ...next, dueAt: instantIn(engine, engine.config.leaseMs) },
  );
  await announce(engine, saved, events);
  return saved;
};

/** Lets a saga go that waits, so that any coordinator goes on with it in so many ms. */
const release = async (engine: Engine, saga: SagaDocument, waitMs: number): Promise<undefined> => {
  await engine.store.save({ ...unowned(saga), dueAt: instantIn(engine, waitMs) });
  engine.wakeIn(waitMs);
  await engine.failpoint('released');
  return undefined;
};

/** Waits with the claim where the lease outlasts the wait and an attempt after it; else lets the saga go. */
const pause = async (
  engine: Engine,
  saga: SagaDocument,
  waitMs: number,
  attemptTimeoutMs: number,
): Promise<SagaDocument | undefined> => {
  if (instantIn(engine, waitMs + attemptTimeoutMs) > (saga.dueAt ?? '')) return release(engine, saga, waitMs);
  await sleep(engine.clock, waitMs, engine.stopping);
  return saga;
};

const plannedStep = ({ definition, steps }: SagaPlan, { step }: CallAction): PlannedStep => {
  const planned = steps.get(step);
  if (planned === undefined) throw new Error(`The definition of ${definition.name} has no step ${step}.`);
  return planned;
};

const perform = async (
  engine: Engine,
  plan: SagaPlan,
  saga: SagaDocument,
  action: CallAction,
): Promise<SagaDocument | undefined> => {
  const step = plannedStep(plan, action);
  const result = await attempt(engine, saga, step, action);
  switch (result.kind) {
    case 'outcome': {
      const events = decide(plan, saga, {
        kind: 'outcome',
        now: instantIn(engine),
        step: action.step,
        operation: action.kind,
        attempt: action.attempt,
        outcome: result.outcome,
        jitter: engine.random(),
      });
      return commit(engine, saga, events);
    }
    case 'delayed':
      return pause(engine, saga, result.ms, step.policies.attemptTimeoutMs);
    case 'abandoned':
      return release(engine, saga, 0);
    case 'stale':
      engine.log.warn(
        { sagaId: saga.id, epoch: saga.epoch, step: action.step },
        'another coordinator owns the saga',
      );
      return undefined;
  }
};

/** Does what is next; undefined where this coordinator has no more to do with the saga for now. */
const proceed = async (
  engine: Engine,
  plan: SagaPlan,
  saga: SagaDocument,
): Promise<SagaDocument | undefined> => {
  const now = instantIn(engine);
  if (saga.dueAt === undefined || now >= saga.dueAt) return undefined;
  if (engine.stopping.aborted) return release(engine, saga, 0);
  const passed = decide(plan, saga, { kind: 'tick', now });
  if (passed.length > 0) return commit(engine, saga, passed);
  const [first, then] = nextActions(saga);
  const call = first?.kind === 'wait' ? then : first;
  if (call === undefined || call.kind === 'finish' || call.kind === 'wait') return undefined;
  const waitMs = first?.kind === 'wait' ? epochMsOf(first.until) - epochMsOf(now) : 0;
  if (waitMs <= 0) return perform(engine, plan, saga, call);
  return pause(engine, saga, waitMs, plannedStep(plan, call).policies.attemptTimeoutMs);
};

/**
 * Works on a saga that is claimed by this coordinator until it has ended, waits for long, or is somebody else's.
 *
 * @throws {WriteRejected} when somebody else has claimed the saga.
 * @throws {StoreUnavailable} when it is unknown what is stored; the saga must be read again before anything is sent.
 */
export const work = async (engine: Engine, claimed: SagaDocument): Promise<void> => {
  const plan = engine.plans.get(claimed.definition);
  let saga: SagaDocument | undefined = claimed;
  while (plan !== undefined && saga !== undefined) saga = await proceed(engine, plan, saga);
};
