import { traceIdOf, type Span } from '@counterstep/primitives';
import { WriteRejected } from '@counterstep/document-store';
import type { SagaDocument } from './saga-store.ts';
import { announce, withEvents } from './announce.ts';
import { attempt, type AttemptResult } from './attempt.ts';
import type { LoadSignal, CallPermit } from './call-limits.ts';
import { nextCall, nextCalls, type SagaCall } from './core/next-call.ts';
import { clampInstants } from './core/clamp-instants.ts';
import { decide, type SagaInput } from './core/decide.ts';
import type { PlannedStep, SagaPlan } from './core/definition.ts';
import type { Outcome } from './core/outcome.ts';
import { linkedTo, sleep } from './clock.ts';
import { epochMsOf } from './core/instant.ts';
import { hasEnded, type SagaEvent } from './core/state.ts';
import { instantIn, type Engine } from './engine.ts';
import type { SagaUpdates } from './saga-updates.ts';
import { unowned } from './save.ts';
import { storeWithin } from './tracing.ts';
import { transportCodes } from './transport.ts';

/** A saga that this coordinator works on. */
interface Work {
  readonly engine: Engine;
  readonly plan: SagaPlan;
  readonly updates: SagaUpdates;
  /** The span of this coordinator's work on the saga. */
  readonly span: Span;
  /** The id of the span's trace, if that is not the trace in which the saga began. */
  readonly traceId: string | undefined;
  /** The version of the saga whose wait is over, by our stopwatch. */
  waitedVersion?: number;
  /** The permit for its next call. */
  permit?: CallPermit | undefined;
}

/** Commits events of a claimed saga and renews the claim; lets go of a saga that has ended or is paused. */
const commit = async (
  { engine, span, traceId }: Work,
  saga: SagaDocument,
  decided: readonly SagaEvent[],
): Promise<SagaDocument> => {
  const events = traceId === undefined ? decided : decided.map((event) => ({ ...event, traceId }));
  const next = withEvents(saga, events);
  const claimed = { ...next, holder: engine.id, dueAt: instantIn(engine, engine.config.leaseMs) };
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
 * Reads a saga after our write was rejected: a command may have come first, and the saga is ours until another
 * coordinator claims it.
 *
 * @throws {WriteRejected} if another coordinator has claimed the saga.
 */
const reread = async (engine: Engine, saga: SagaDocument, error: unknown): Promise<SagaDocument> => {
  if (!(error instanceof WriteRejected)) throw error;
  const now = await engine.store.get(saga.id);
  if (now?.epoch !== saga.epoch) throw error;
  return now;
};

/** The events that follow from an input, and the saga that they apply to. */
interface Decided {
  readonly saga: SagaDocument;
  readonly events: readonly SagaEvent[];
}

const decideInput = ({ plan }: Work, stored: SagaDocument, input: SagaInput): Decided => {
  const saga = clampInstants(plan, stored, input.now);
  return { saga, events: decide(plan, saga, input) };
};

/** Commits the decision on an input; if a command was stored first, decides on the input anew. */
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

/** Releases a saga, due in `waitMs` for any coordinator; without `waitMs`, only a command makes it due again. */
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

/** Keeps the claim while waiting if the lease outlasts the wait and the attempt after it; else releases the saga. */
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
  // Timers may fire up to a millisecond early.
  if (clock.monotonic() > until - 1) working.waitedVersion = saga.version;
  return saga;
};

const plannedStep = ({ definition, steps }: SagaPlan, { step }: SagaCall): PlannedStep => {
  const planned = steps.get(step);
  if (planned === undefined) throw new Error(`The definition of ${definition.name} has no step ${step}.`);
  return planned;
};

/** The shares of the attempt's time limit up to which an answer counts as quick, or as fair. */
const QUICK = 0.25;
const FAIR = 0.5;

const loadSignalOf = (result: AttemptResult | undefined, usedShare: number): LoadSignal => {
  const outcome = result?.kind === 'outcome' ? result.outcome : undefined;
  if (outcome?.kind === 'failed') return outcome.code === transportCodes.timeout ? 'silent' : 'none';
  if (!['succeeded', 'rejected', 'waiting'].includes(outcome?.kind ?? '')) return 'none';
  if (usedShare < QUICK) return 'quick';
  return usedShare < FAIR ? 'fair' : 'none';
};

/** Waits for the permit to call a subgraph; if it is not granted in time, renews the claim and returns the saga. */
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

/** The pure core's input for the outcome of an attempt. */
const inputOf = (
  { engine }: Work,
  { step, item, operation, attempt: number }: SagaCall,
  outcome: Outcome,
  queuedMs: number,
): SagaInput => ({
  ...{ kind: 'outcome', now: instantIn(engine), step, operation, attempt: number },
  ...(item !== undefined && { item }),
  ...{ outcome, queuedMs, jitter: engine.random() },
});

/** Makes an attempt with a permit, and releases the permit. */
const attemptWith = async (
  { engine, plan, span }: Work,
  permit: CallPermit,
  saga: SagaDocument,
  call: SagaCall,
  isCurrent: () => boolean,
): Promise<AttemptResult> => {
  const step = plannedStep(plan, call);
  const begunAt = engine.clock.monotonic();
  let result: AttemptResult | undefined;
  try {
    result = await attempt(engine, { saga, step, call, trace: span }, isCurrent);
    return result;
  } finally {
    const usedMs = engine.clock.monotonic() - begunAt;
    permit.release(loadSignalOf(result, usedMs / step.policies.attemptTimeoutMs));
  }
};

const letGo = ({ engine }: Work, { id, epoch }: SagaDocument, { step, item }: SagaCall): void => {
  engine.log.warn({ sagaId: id, epoch, step, item }, 'another coordinator owns the saga');
};

const perform = async (
  working: Work,
  saga: SagaDocument,
  call: SagaCall,
): Promise<SagaDocument | undefined> => {
  const { engine, plan, updates } = working;
  const step = plannedStep(plan, call);
  const { attemptTimeoutMs } = step.policies;
  const permit = await acquirePermit(working, saga, step.definition, attemptTimeoutMs);
  if ('id' in permit) return permit;
  delete working.permit;
  const result = await attemptWith(working, permit, saga, call, () => updates.since(saga) === undefined);
  switch (result.kind) {
    case 'outcome': {
      const input = inputOf(working, call, result.outcome, permit.waitedMs);
      return commitDecided(working, saga, input, decideInput(working, saga, input));
    }
    case 'delayed':
      return waitOrRelease(working, saga, result.ms, attemptTimeoutMs);
    case 'superseded':
      return saga;
    case 'abandoned':
      return release(engine, saga, 0);
    case 'stale':
      letGo(working, saga, call);
      return undefined;
  }
};

/** The shared state of several calls of one saga that are made at the same time. */
interface Round {
  /** Undefined once this coordinator has no more to do with the saga. */
  saga: SagaDocument | undefined;
  /** The chain of commits, which run one after the other. */
  commits: Promise<void>;
  /** How long to wait until a circuit may let the next call through, in ms. */
  delayMs: number | undefined;
  abandoned: boolean;
  /** How many calls were attempted, or had become unnecessary: all that no circuit delayed. */
  handledCalls: number;
}

/** Waits for a permit as long as the lease allows; undefined if it did not come, or the coordinator is stopping. */
const permitInTime = async (
  { engine }: Work,
  saga: SagaDocument,
  { definition: { subgraph }, policies }: PlannedStep,
): Promise<CallPermit | undefined> => {
  const permit = engine.callLimits.acquire(subgraph);
  if (!permit.isGranted) {
    const ms = Math.max(0, engine.leases.leftMs(saga) - policies.attemptTimeoutMs);
    const { controller, unlink } = linkedTo(engine.stopping);
    void permit.granted.then(() => {
      controller.abort();
    });
    await sleep(engine.clock, ms, controller.signal);
    unlink();
  }
  if (permit.isGranted && !engine.stopping.aborted) return permit;
  permit.release('none');
  return undefined;
};

const performInRound = async (
  working: Work,
  round: Round,
  saga: SagaDocument,
  call: SagaCall,
): Promise<void> => {
  const permit = await permitInTime(working, saga, plannedStep(working.plan, call));
  if (permit === undefined) return;
  const isCurrent = (): boolean => {
    const { saga: known } = round;
    return known !== undefined && working.updates.since(known) === undefined && isCalled(known, call);
  };
  const result = await attemptWith(working, permit, saga, call, isCurrent);
  if (result.kind === 'delayed') round.delayMs = Math.min(result.ms, round.delayMs ?? Infinity);
  else round.handledCalls += 1;
  if (result.kind === 'abandoned') round.abandoned = true;
  if (result.kind === 'stale') {
    letGo(working, saga, call);
    round.saga = undefined;
  }
  if (result.kind !== 'outcome') return;
  const { outcome } = result;
  round.commits = round.commits.then(async () => {
    const known = round.saga;
    if (known === undefined || hasEnded(known)) return;
    // Nothing more may be sent or written until it is known what is stored.
    round.saga = undefined;
    const input = inputOf(working, call, outcome, permit.waitedMs);
    const decided = decideInput(working, known, input);
    round.saga =
      decided.events.length === 0 && decided.saga === known
        ? known
        : await commitDecided(working, known, input, decided);
  });
  await round.commits;
};

/** Whether the saga still wants the call. */
const isCalled = (saga: SagaDocument, { step, item, operation, attempt: number }: SagaCall): boolean =>
  nextCalls(saga).some(
    (each) =>
      each.step === step && each.item === item && each.operation === operation && each.attempt === number,
  );

/** Makes calls of several instances at once, and commits their outcomes one after the other. */
const performTogether = async (
  working: Work,
  saga: SagaDocument,
  calls: readonly SagaCall[],
): Promise<SagaDocument | undefined> => {
  const { engine } = working;
  const round: Round = {
    ...{ saga, commits: Promise.resolve(), delayMs: undefined, abandoned: false, handledCalls: 0 },
  };
  const ends = await Promise.allSettled(calls.map((call) => performInRound(working, round, saga, call)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const known = round.saga;
  if (known === undefined || hasEnded(known)) return undefined;
  if (round.abandoned || engine.stopping.aborted) return release(engine, known, 0);
  if (round.handledCalls > 0) return known;
  const [call] = calls;
  if (round.delayMs !== undefined && call !== undefined)
    return waitOrRelease(
      working,
      known,
      round.delayMs,
      plannedStep(working.plan, call).policies.attemptTimeoutMs,
    );
  // No permit came in time, so the claim is renewed.
  return commit(working, known, []).catch((error: unknown) => reread(engine, known, error));
};

/** The newest known state of a saga; undefined if it is no longer ours. */
const current = ({ engine, updates }: Work, saga: SagaDocument): SagaDocument | undefined => {
  const newest = updates.since(saga) ?? saga;
  if (newest.epoch === saga.epoch && newest.holder === engine.id) return newest;
  // A command may have freed the saga for the first coordinator that claims it.
  if (newest.dueAt !== undefined) engine.wakeIn(0);
  return undefined;
};

/** Does what is next; undefined if this coordinator has no more to do with the saga for now. */
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
  const isDue = ({ waitUntil: at = now }: SagaCall): boolean => at <= now;
  const due = nextCalls(saga).filter(isDue);
  if (due.length > 1) return performTogether(working, saga, due);
  // The stopwatch decides whether the wait is over, even if our clock was set back.
  if (waitMs <= 0 || working.waitedVersion === saga.version) return perform(working, saga, call);
  return waitOrRelease(working, saga, waitMs, plannedStep(plan, call).policies.attemptTimeoutMs);
};

/**
 * Works on a saga that this coordinator has claimed until the saga has ended, has to wait long, is paused, or belongs
 * to another coordinator.
 *
 * @throws {WriteRejected} if another coordinator has claimed the saga.
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
