import { traceIdOf, type Span } from '@counterstep/primitives';
import { WriteRejected } from '@counterstep/document-store';
import type { SagaDocument } from './saga-store.ts';
import { attempt, type AttemptResult } from './attempt.ts';
import type { LoadSignal, CallPermit } from './call-limits.ts';
import { nextCall, type SagaCall } from './core/next-call.ts';
import { clampInstants } from './core/clamp-instants.ts';
import { decide, type SagaInput } from './core/decide.ts';
import type { PlannedStep, SagaPlan } from './core/definition.ts';
import { evolve } from './core/evolve.ts';
import { epochMsOf } from './core/instant.ts';
import { hasEnded, type SagaEvent, type SagaEventType } from './core/state.ts';
import { instantIn, type Engine } from './engine.ts';
import type { SagaUpdates } from './saga-updates.ts';
import { unowned } from './save.ts';
import { storeWithin } from './tracing.ts';
import { transportCodes } from './transport.ts';

/** A saga with its next events; what else is known of it stays. */
export const withEvents = (saga: SagaDocument, events: readonly SagaEvent[]): SagaDocument => ({
  ...saga,
  ...events.reduce(evolve, saga),
});

/** Events of a saga that goes well; they are many. */
const routine: ReadonlySet<SagaEventType> = new Set([
  'STEP_STARTED',
  'STEP_SUCCEEDED',
  'STEP_COMPENSATING',
  'STEP_COMPENSATED',
]);

const levelOf = ({ type, sequence }: SagaEvent): 'debug' | 'info' | 'warn' => {
  // Somebody has to look at this; that a probe has failed again is nothing new.
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
  const { id: sagaId, correlationId, traceparent } = saga;
  const began = traceIdOf(traceparent);
  for (const event of events) {
    const { type, step, attempt: number, code, message: reason, actor, sequence } = event;
    const { traceId = began } = event;
    const about = { sagaId, correlationId, ...(traceId !== undefined && { traceId }) };
    const fields = { ...about, type, step, attempt: number, code, reason, actor, sequence };
    engine.log[levelOf(event)](fields, 'saga event');
    engine.onEvent(saga, event);
    await engine.failpoint(`after-commit:${step ?? 'saga'}:${type}`);
  }
};

/** A saga that is worked on here. */
interface Work {
  readonly engine: Engine;
  readonly plan: SagaPlan;
  readonly updates: SagaUpdates;
  /** Spans what is done here. */
  readonly span: Span;
  /** The id of its trace, where that is not the one in which the saga began. */
  readonly traceId: string | undefined;
  /** The version of the saga whose wait is over. */
  waitedVersion?: number;
  /** The permit for its next call. */
  permit?: CallPermit | undefined;
}

/** Commits events of a claimed saga and renews the claim; a saga that has ended or is paused is let go. */
const commit = async (
  { engine, span, traceId }: Work,
  saga: SagaDocument,
  decided: readonly SagaEvent[],
): Promise<SagaDocument> => {
  const events = traceId === undefined ? decided : decided.map((event) => ({ ...event, traceId }));
  const next = withEvents(saga, events);
  const claimed = { ...next, owner: engine.id, dueAt: instantIn(engine, engine.config.leaseMs) };
  const saved = await storeWithin(engine, span, events, () =>
    engine.leases.during(() =>
      engine.store.save(hasEnded(next) || next.paused !== undefined ? unowned(next) : claimed),
    ),
  );
  span.note({ 'counterstep.saga.status': saved.status });
  await announce(engine, saved, events);
  return saved;
};

/**
 * The saga as a command has left it that came before our write: as long as nobody has claimed it since, it is ours.
 *
 * @throws {WriteRejected} when somebody has.
 */
const reread = async (engine: Engine, saga: SagaDocument, error: unknown): Promise<SagaDocument> => {
  if (!(error instanceof WriteRejected)) throw error;
  const now = await engine.store.get(saga.id);
  if (now?.epoch !== saga.epoch) throw error;
  return now;
};

/** The events that follow from an input, and the saga that they follow. */
interface Decided {
  readonly saga: SagaDocument;
  readonly events: readonly SagaEvent[];
}

const decideInput = ({ plan }: Work, stored: SagaDocument, input: SagaInput): Decided => {
  const saga = clampInstants(plan, stored, input.now);
  return { saga, events: decide(plan, saga, input) };
};

/** Commits what was decided on an input; if a command was written first, decides on the input anew. */
const commitDecided = async (
  working: Work,
  claimed: SagaDocument,
  input: SagaInput,
  first: Decided,
): Promise<SagaDocument> => {
  let saga = claimed;
  let decided = first;
  for (;;) {
    try {
      return await commit(working, decided.saga, decided.events);
    } catch (error) {
      saga = await reread(working.engine, saga, error);
      if (hasEnded(saga)) return saga;
      decided = decideInput(working, saga, input);
    }
  }
};

/** Lets a saga go that waits, so that any coordinator goes on with it in so many ms; without them, after a command. */
const release = async (
  engine: Engine,
  saga: SagaDocument,
  waitMs?: number,
): Promise<SagaDocument | undefined> => {
  try {
    const dueAt = waitMs === undefined ? {} : { dueAt: instantIn(engine, waitMs) };
    await engine.store.save({ ...unowned(saga), ...dueAt });
  } catch (error) {
    return reread(engine, saga, error);
  }
  if (waitMs !== undefined) engine.wakeIn(waitMs);
  await engine.failpoint('released');
  return undefined;
};

/** Waits with the claim where the lease outlasts the wait and an attempt after it; else lets the saga go. */
const waitOrRelease = async (
  working: Work,
  saga: SagaDocument,
  waitMs: number,
  attemptTimeoutMs: number,
): Promise<SagaDocument | undefined> => {
  const { engine, updates } = working;
  if (waitMs + attemptTimeoutMs > engine.leases.leftMs(saga)) return release(engine, saga, waitMs);
  const { clock } = engine;
  const until = clock.monotonic() + waitMs;
  await updates.sleep(engine, saga, waitMs);
  // Timers may be early by less than a millisecond.
  if (clock.monotonic() > until - 1) working.waitedVersion = saga.version;
  return saga;
};

const plannedStep = ({ definition, steps }: SagaPlan, { step }: SagaCall): PlannedStep => {
  const planned = steps.get(step);
  if (planned === undefined) throw new Error(`The definition of ${definition.name} has no step ${step}.`);
  return planned;
};

/** Up to which share of the time that an attempt may take an answer is quick, or fair. */
const QUICK = 0.25;
const FAIR = 0.5;

const loadSignalOf = (result: AttemptResult | undefined, usedShare: number): LoadSignal => {
  const outcome = result?.kind === 'outcome' ? result.outcome : undefined;
  if (outcome?.kind === 'failed') return outcome.code === transportCodes.timeout ? 'silent' : 'none';
  if (outcome?.kind !== 'succeeded' && outcome?.kind !== 'rejected') return 'none';
  if (usedShare < QUICK) return 'quick';
  return usedShare < FAIR ? 'fair' : 'none';
};

/** Waits for the permit to call a subgraph; if it is not granted soon, renews the claim and returns the saga. */
const acquirePermit = async (
  working: Work,
  saga: SagaDocument,
  { subgraph }: Pick<CallPermit, 'subgraph'>,
  attemptTimeoutMs: number,
): Promise<CallPermit | SagaDocument> => {
  const { engine, updates } = working;
  if (working.permit?.subgraph !== subgraph) working.permit?.release('none');
  const permit = working.permit?.subgraph === subgraph ? working.permit : engine.callLimits.acquire(subgraph);
  working.permit = permit;
  if (!permit.isGranted)
    await updates.sleep(
      engine,
      saga,
      Math.max(0, engine.leases.leftMs(saga) - attemptTimeoutMs),
      permit.granted,
    );
  if (permit.isGranted) return permit;
  if (updates.since(saga) !== undefined || engine.stopping.aborted) return saga;
  return commit(working, saga, []).catch((error: unknown) => reread(engine, saga, error));
};

const perform = async (
  working: Work,
  saga: SagaDocument,
  call: SagaCall,
): Promise<SagaDocument | undefined> => {
  const { engine, plan, updates, span } = working;
  const step = plannedStep(plan, call);
  const { attemptTimeoutMs } = step.policies;
  const permit = await acquirePermit(working, saga, step.definition, attemptTimeoutMs);
  if ('id' in permit) return permit;
  const isCurrent = () => updates.since(saga) === undefined;
  const begunAt = engine.clock.monotonic();
  let result: AttemptResult | undefined;
  try {
    result = await attempt(engine, { saga, step, call, trace: span }, isCurrent);
  } finally {
    permit.release(loadSignalOf(result, (engine.clock.monotonic() - begunAt) / attemptTimeoutMs));
    delete working.permit;
  }
  switch (result.kind) {
    case 'outcome': {
      const input: SagaInput = {
        kind: 'outcome',
        now: instantIn(engine),
        step: call.step,
        operation: call.operation,
        attempt: call.attempt,
        outcome: result.outcome,
        queuedMs: permit.waitedMs,
        jitter: engine.random(),
      };
      return commitDecided(working, saga, input, decideInput(working, saga, input));
    }
    case 'delayed':
      return waitOrRelease(working, saga, result.ms, attemptTimeoutMs);
    case 'superseded':
      return saga;
    case 'abandoned':
      return release(engine, saga, 0);
    case 'stale':
      engine.log.warn(
        { sagaId: saga.id, epoch: saga.epoch, step: call.step },
        'another coordinator owns the saga',
      );
      return undefined;
  }
};

/** The newest state that is known of a saga; undefined where it is not ours any more. */
const current = ({ engine, updates }: Work, saga: SagaDocument): SagaDocument | undefined => {
  const newest = updates.since(saga) ?? saga;
  if (newest.epoch === saga.epoch && newest.owner === engine.id) return newest;
  // A command may have set it free for whoever claims it first.
  if (newest.dueAt !== undefined) engine.wakeIn(0);
  return undefined;
};

/** Does what is next; undefined where this coordinator has no more to do with the saga for now. */
const proceed = async (working: Work, known: SagaDocument): Promise<SagaDocument | undefined> => {
  const { engine, plan } = working;
  const now = instantIn(engine);
  const saga = current(working, known);
  if (saga === undefined || engine.leases.leftMs(saga) <= 0) return undefined;
  if (saga.paused !== undefined) return release(engine, saga);
  if (engine.stopping.aborted) return release(engine, saga, 0);
  const tick = { kind: 'tick', now } as const;
  const decided = decideInput(working, saga, tick);
  if (decided.saga !== saga || decided.events.length > 0) return commitDecided(working, saga, tick, decided);
  const call = nextCall(saga);
  if (call === undefined) return undefined;
  const { waitUntil = now } = call;
  const waitMs = epochMsOf(waitUntil) - epochMsOf(now);
  // By our stopwatch, whatever our clock says now.
  if (waitMs <= 0 || working.waitedVersion === saga.version) return perform(working, saga, call);
  return waitOrRelease(working, saga, waitMs, plannedStep(plan, call).policies.attemptTimeoutMs);
};

/**
 * Works on a saga that is claimed by this coordinator until it has ended, waits for long, is paused, or is somebody
 * else's.
 *
 * @throws {WriteRejected} when somebody else has claimed the saga.
 * @throws {StoreUnavailable} when it is unknown what is stored; the saga must be read again before anything is sent.
 */
export const work = async (
  engine: Engine,
  claimed: SagaDocument,
  updates: SagaUpdates,
  span: Span,
): Promise<void> => {
  const plan = engine.plans.get(claimed.definitionHash);
  let saga: SagaDocument | undefined = claimed;
  if (plan === undefined) return;
  const traceId = span.traceId === traceIdOf(claimed.traceparent) ? undefined : span.traceId;
  const working: Work = { engine, plan, updates, span, traceId };
  try {
    while (saga !== undefined) saga = await proceed(working, saga);
  } finally {
    working.permit?.release('none');
  }
};
