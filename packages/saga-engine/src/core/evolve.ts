import { stepsUnderWay } from './next-call.ts';
import type { PlannedStep, SagaPlan } from './definition.ts';
import { elapsedMs, later, type Instant } from './instant.ts';
import {
  hasEnded,
  isNamed,
  isWaiting,
  type Failure,
  type Json,
  type RecordedEvent,
  type SagaEvent,
  type SagaState,
  type SagaStatus,
  type StepState,
  type StepStatus,
} from './state.ts';

export interface NewSaga {
  readonly id: string;
  readonly input: Json;
  readonly now: Instant;
}

const pending = ({ definition }: PlannedStep, plan: SagaPlan): StepState => ({
  name: definition.name,
  subgraph: definition.subgraph,
  kind: definition.kind,
  critical: definition.critical ?? true,
  afterCompensation: plan.definition.afterCompensation?.includes(definition) ?? false,
  status: 'PENDING',
  attempts: 0,
});

/** A saga before its first event. */
export const newSaga = (plan: SagaPlan, { id, input, now }: NewSaga): SagaState => ({
  id,
  definitionName: plan.definition.name,
  definitionHash: plan.hash,
  input,
  status: 'RUNNING',
  direction: 'FORWARD',
  steps: [...plan.steps.values()].map((step) => pending(step, plan)),
  startedAt: now,
  deadline: later(now, plan.deadlineMs),
  log: [],
});

/** The step when one of its operations begins. */
const begun = (
  { finishedAt: _, nextAttemptAt: __, busy: ___, wait: ____, ...step }: StepState,
  at: Instant,
): StepState => ({
  ...step,
  startedAt: step.startedAt ?? at,
  operationStartedAt: at,
  attempts: 1,
});

const errorOf = ({ code = 'UNKNOWN', message = '' }: SagaEvent) => ({ code, message });

/** The step after an attempt: the attempt is counted, and the next one, if any, has its time. */
const tried = ({ nextAttemptAt: _, ...step }: StepState, event: SagaEvent): StepState => ({
  ...step,
  attempts: event.attempt ?? step.attempts,
  ...(event.nextAttemptAt === undefined ? { finishedAt: event.at } : { nextAttemptAt: event.nextAttemptAt }),
});

/** The fields that keep a busy participant from using up attempts or time, and the queue from using up time. */
const uncounted = (step: StepState, { at, busyMs, queuedMs = 0 }: SagaEvent): Partial<StepState> => {
  const begunAt = step.operationStartedAt ?? at;
  if (busyMs === undefined) return queuedMs === 0 ? {} : { operationStartedAt: later(begunAt, queuedMs) };
  const { attempts, since } = step.busy ?? { attempts: 0, since: at };
  return { busy: { attempts: attempts + 1, since }, operationStartedAt: later(begunAt, busyMs) };
};

/** The step without its wait. */
const settled = ({ wait: _, ...step }: StepState): StepState => step;

type StepEvolution = (step: StepState, event: SagaEvent) => StepState;

const failed =
  (status: StepStatus): StepEvolution =>
  (step, event) => ({ ...settled(tried(step, event)), status, error: errorOf(event) });

/** A step that is tried again keeps its status, even WAITING. */
const failedAgain: StepEvolution = (step, event) => ({
  ...tried(step, event),
  ...uncounted(step, event),
  error: errorOf(event),
  ...(step.wait && { wait: { ...step.wait, failures: step.wait.failures + 1 } }),
});

const stepEvolutions: Partial<Record<SagaEvent['type'], StepEvolution>> = {
  STEP_STARTED: (step, event) => ({ ...begun(step, event.at), status: 'STARTED' }),
  STEP_SUCCEEDED: (step, event) => {
    const { error: _, ...done } = settled(tried(step, event));
    return { ...done, status: 'SUCCEEDED', output: event.output ?? {} };
  },
  STEP_REJECTED: failed('REJECTED'),
  STEP_RETRYING: failedAgain,
  STEP_WAITING: (step, event) => {
    const { error: _, busy: __, ...waiting } = tried(step, event);
    return { ...waiting, status: 'WAITING', ...(event.wait && { wait: event.wait }) };
  },
  STEP_WOKEN: (step, event) => ({
    ...step,
    nextAttemptAt: event.at,
    ...(step.wait && { wait: { ...step.wait, told: step.wait.told + 1 } }),
  }),
  STEP_SKIPPED: (step, event) => ({ ...step, status: 'SKIPPED', finishedAt: event.at }),
  STEP_UNKNOWN: failed('UNKNOWN'),
  STEP_FAILED_UNCRITICAL: failed('SKIPPED'),
  STEP_STUCK: failed('STUCK'),
  STEP_COMPENSATING: (step, event) => ({ ...begun(step, event.at), status: 'COMPENSATING' }),
  STEP_COMPENSATED: (step, event) => {
    const { error, ...undone } = tried(step, event);
    // The error of a failed compensation no longer matters; the step's own failure, if it never succeeded, does.
    const own = error === undefined || step.output !== undefined ? {} : { error };
    return { ...undone, ...own, status: 'COMPENSATED' };
  },
  STEP_WAIVED: (step, event) => ({ ...tried(step, event), status: 'WAIVED' }),
  OPERATOR_RETRIED: (step, event) => ({ ...step, nextAttemptAt: event.at }),
};

const skipPending = (steps: readonly StepState[], skipped: (step: StepState) => boolean) =>
  steps.map((step): StepState =>
    step.status === 'PENDING' && skipped(step) ? { ...step, status: 'SKIPPED' } : step,
  );

const failureIn = (event: SagaEvent): Failure => ({
  ...(event.step === undefined ? {} : { step: event.step }),
  ...(event.item === undefined ? {} : { item: event.item }),
  ...errorOf(event),
});

const evolveSteps = (saga: SagaState, event: SagaEvent): SagaState => {
  const evolution = stepEvolutions[event.type];
  const { step: name, item, items } = event;
  if (name === undefined) return saga;
  const named = item === undefined ? { step: name } : { step: name, item };
  const steps = saga.steps.flatMap((step) => {
    if (!isNamed(step, named)) return [step];
    if (items !== undefined) return items.map((each) => ({ ...step, item: each }));
    return [evolution === undefined ? step : evolution(step, event)];
  });
  return { ...saga, steps };
};

const ended = (saga: SagaState, event: SagaEvent): SagaState => ({
  ...saga,
  paused: undefined,
  finishedAt: event.at,
  steps: skipPending(saga.steps, () => true),
});

/** The step asked now rather than later where it waits: a hint that came during the pause has gone unheard. */
const askedAfterPause = (step: StepState, now: Instant): StepState =>
  step.status === 'WAITING' && step.nextAttemptAt !== undefined && step.nextAttemptAt > now
    ? { ...step, nextAttemptAt: now }
    : step;

/** The saga after a pause, which does not count towards the time for retries. */
const resumed = (saga: SagaState, event: SagaEvent): SagaState => {
  const pausedMs = saga.paused === undefined ? 0 : Math.max(0, elapsedMs(saga.paused.at, event.at));
  const underWay = stepsUnderWay(saga);
  const afterPause = (step: StepState): StepState =>
    !underWay.includes(step) || step.operationStartedAt === undefined
      ? step
      : {
          ...step,
          operationStartedAt: later(step.operationStartedAt, pausedMs),
          ...(step.busy && { busy: { ...step.busy, since: later(step.busy.since, pausedMs) } }),
        };
  const steps = saga.steps.map((step) => askedAfterPause(afterPause(step), event.at));
  return { ...saga, paused: undefined, steps };
};

/** When the saga's time stopped; undefined while it runs. */
const stoppedSince = (saga: SagaState): Instant | undefined =>
  saga.paused === undefined && !isWaiting(saga) ? undefined : (saga.stoppedSince ?? saga.paused?.at);

/** Stops or restarts the saga's time: the deadline stands still while the saga is paused or one of its steps waits. */
const timed = (before: SagaState, after: SagaState, { at }: SagaEvent): SagaState => {
  const since = stoppedSince(before);
  if (isWaiting(after)) return { ...after, stoppedSince: since ?? at };
  if (since === undefined || after.paused !== undefined) return after;
  if (hasEnded(after)) return { ...after, stoppedSince: undefined };
  const deadline = later(after.deadline, Math.max(0, elapsedMs(since, at)));
  return { ...after, deadline, stoppedSince: undefined };
};

const evolveSaga = (saga: SagaState, event: SagaEvent): SagaState => {
  if (event.type === 'COMPENSATION_STARTED') {
    const steps = skipPending(saga.steps, (step) => !step.afterCompensation);
    return { ...saga, direction: 'BACKWARD', failure: failureIn(event), steps };
  }
  if (event.type === 'SAGA_COMPLETED' || event.type === 'SAGA_COMPENSATED') return ended(saga, event);
  if (event.type === 'SAGA_PAUSED') {
    const { at, actor = '', message = '' } = event;
    return { ...saga, paused: { at, actor, reason: message } };
  }
  if (event.type === 'SAGA_RESUMED') return resumed(saga, event);
  if (event.type === 'STEP_STUCK' && event.step === undefined) return { ...saga, halted: failureIn(event) };
  return evolveSteps(saga, event);
};

const statusAfter = (saga: SagaState, event: SagaEvent): SagaStatus => {
  if (event.type === 'SAGA_COMPLETED') return 'COMPLETED';
  if (event.type === 'SAGA_COMPENSATED') return 'COMPENSATED';
  if (saga.halted !== undefined || saga.steps.some((step) => step.status === 'STUCK')) return 'STUCK';
  return saga.direction === 'FORWARD' ? 'RUNNING' : 'COMPENSATING';
};

const isRecorded = (event: SagaEvent): event is RecordedEvent => event.sequence !== undefined;

/** Events that do not need the saga's definition. */
const needNoDefinition: readonly SagaEvent['type'][] = [
  'SAGA_TAKEN_OVER',
  'SAGA_PAUSED',
  'SAGA_RESUMED',
  'OPERATOR_RETRIED',
  'STEP_WOKEN',
];

/** The saga after an event. */
export const evolve = (saga: SagaState, event: SagaEvent): SagaState => {
  // Any event that needs the definition shows that a coordinator goes on after the halt.
  const halted = needNoDefinition.includes(event.type) ? saga.halted : undefined;
  const next = evolveSaga({ ...saga, halted }, event);
  const after = { ...next, status: statusAfter(next, event) };
  return { ...timed(saga, after, event), log: isRecorded(event) ? [...saga.log, event] : saga.log };
};
