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
  if (!['succeeded', 'rejected', 'waiting'].includes(outcome?.kind ?? '')) return 'none';
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

/** What the pure core is told of how an attempt went. */
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

/** Makes an attempt with a permit, which it gives back. */
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

/** Several calls of one saga that are made at the same time: what is known of it, and what is in the way. */
interface Round {
  /** Undefined once this coordinator has no more to do with the saga. */
  saga: SagaDocument | undefined;
  /** The commits, one after the other. */
  commits: Promise<void>;
  /** How soon a circuit may let the next call through, in ms. */
  delayMs: number | undefined;
  abandoned: boolean;
  /** How many calls were answered, or not needed any more. */
  settled: number;
}

/** Waits for a permit for as long as the lease allows; undefined where it did not come, or the coordinator stops. */
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
  else round.settled += 1;
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
    // Until it is known what is stored, nothing more is sent or written.
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

/** Makes calls of instances side by side; what they answer is committed one after the other. */
const performTogether = async (
  working: Work,
  saga: SagaDocument,
  calls: readonly SagaCall[],
): Promise<SagaDocument | undefined> => {
  const { engine } = working;
  const round: Round = {
    ...{ saga, commits: Promise.resolve(), delayMs: undefined, abandoned: false, settled: 0 },
  };
  const ends = await Promise.allSettled(calls.map((call) => performInRound(working, round, saga, call)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const known = round.saga;
  if (known === undefined || hasEnded(known)) return undefined;
  if (round.abandoned || engine.stopping.aborted) return release(engine, known, 0);
  if (round.settled > 0) return known;
  const [call] = calls;
  if (round.delayMs !== undefined && call !== undefined)
    return waitOrRelease(
      working,
      known,
      round.delayMs,
      plannedStep(working.plan, call).policies.attemptTimeoutMs,
    );
  // Nobody let a call through in time: the claim is renewed.
  return commit(working, known, []).catch((error: unknown) => reread(engine, known, error));
};

/** The newest state that is known of a saga; undefined where it is not ours any more. */
const current = ({ engine, updates }: Work, saga: SagaDocument): SagaDocument | undefined => {
  const newest = updates.since(saga) ?? saga;
  if (newest.epoch === saga.epoch && newest.holder === engine.id) return newest;
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
  const isDue = ({ waitUntil: at = now }: SagaCall): boolean => at <= now;
  const due = nextCalls(saga).filter(isDue);
  if (due.length > 1) return performTogether(working, saga, due);
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
