import { stepUnderWay } from './next-call.ts';
import type { PlannedStep, SagaPlan } from './definition.ts';
import { elapsedMs, later, type Instant } from './instant.ts';
import type {
  Failure,
  Json,
  RecordedEvent,
  SagaEvent,
  SagaEventType,
  SagaState,
  SagaStatus,
  StepState,
  StepStatus,
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

/** What is kept of a step when an operation of it begins. */
const begun = (
  { finishedAt: _, nextAttemptAt: __, busy: ___, ...step }: StepState,
  at: Instant,
): StepState => ({
  ...step,
  startedAt: step.startedAt ?? at,
  operationStartedAt: at,
  attempts: 1,
});

const errorOf = ({ code = 'UNKNOWN', message = '' }: SagaEvent) => ({ code, message });

/** What every attempt's end leaves: the attempt is counted, and the next one, if any, has its time. */
const tried = ({ nextAttemptAt: _, ...step }: StepState, event: SagaEvent): StepState => ({
  ...step,
  attempts: event.attempt ?? step.attempts,
  ...(event.nextAttemptAt === undefined ? { finishedAt: event.at } : { nextAttemptAt: event.nextAttemptAt }),
});

/** An attempt that found the participant busy uses up neither attempts nor time; the queue for it uses up no time. */
const uncounted = (step: StepState, { at, busyMs, queuedMs = 0 }: SagaEvent): Partial<StepState> => {
  const begunAt = step.operationStartedAt ?? at;
  if (busyMs === undefined) return queuedMs === 0 ? {} : { operationStartedAt: later(begunAt, queuedMs) };
  const { attempts, since } = step.busy ?? { attempts: 0, since: at };
  return { busy: { attempts: attempts + 1, since }, operationStartedAt: later(begunAt, busyMs) };
};

type StepEvolution = (step: StepState, event: SagaEvent) => StepState;

const failed =
  (status?: StepStatus): StepEvolution =>
  (step, event) => ({ ...tried(step, event), status: status ?? step.status, error: errorOf(event) });

const stepEvolutions: Partial<Record<SagaEventType, StepEvolution>> = {
  STEP_STARTED: (step, event) => ({ ...begun(step, event.at), status: 'STARTED' }),
  STEP_SUCCEEDED: (step, event) => {
    const { error: _, ...done } = tried(step, event);
    return { ...done, status: 'SUCCEEDED', output: event.output ?? {} };
  },
  STEP_REJECTED: failed('REJECTED'),
  STEP_RETRYING: (step, event) => ({ ...failed()(step, event), ...uncounted(step, event) }),
  STEP_UNKNOWN: failed('UNKNOWN'),
  STEP_FAILED_UNCRITICAL: failed('SKIPPED'),
  STEP_STUCK: failed('STUCK'),
  STEP_COMPENSATING: (step, event) => ({ ...begun(step, event.at), status: 'COMPENSATING' }),
  STEP_COMPENSATED: (step, event) => {
    const { error, ...undone } = tried(step, event);
    // The error of an attempt to undo is over; why the step itself had failed is not.
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
  ...errorOf(event),
});

const evolveSteps = (saga: SagaState, event: SagaEvent): SagaState => {
  const evolution = stepEvolutions[event.type];
  if (evolution === undefined) return saga;
  return {
    ...saga,
    steps: saga.steps.map((step) => (step.name === event.step ? evolution(step, event) : step)),
  };
};

const ended = (saga: SagaState, event: SagaEvent): SagaState => ({
  ...saga,
  paused: undefined,
  finishedAt: event.at,
  steps: skipPending(saga.steps, () => true),
});

/** A saga goes on where it was: the time of the pause counts neither for its deadline nor for its retries. */
const resumed = (saga: SagaState, event: SagaEvent): SagaState => {
  const pausedMs = saga.paused === undefined ? 0 : Math.max(0, elapsedMs(saga.paused.at, event.at));
  const underWay = stepUnderWay(saga);
  const afterPause = (step: StepState): StepState =>
    step !== underWay || step.operationStartedAt === undefined
      ? step
      : {
          ...step,
          operationStartedAt: later(step.operationStartedAt, pausedMs),
          ...(step.busy && { busy: { ...step.busy, since: later(step.busy.since, pausedMs) } }),
        };
  const deadline = later(saga.deadline, pausedMs);
  return { ...saga, paused: undefined, deadline, steps: saga.steps.map(afterPause) };
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
const needNoDefinition: readonly SagaEventType[] = [
  'SAGA_TAKEN_OVER',
  'SAGA_PAUSED',
  'SAGA_RESUMED',
  'OPERATOR_RETRIED',
];

/** The saga after an event. */
export const evolve = (saga: SagaState, event: SagaEvent): SagaState => {
  // Whatever else happens after a halt shows that a coordinator goes on.
  const halted = needNoDefinition.includes(event.type) ? saga.halted : undefined;
  const next = evolveSaga({ ...saga, halted }, event);
  return {
    ...next,
    status: statusAfter(next, event),
    log: isRecorded(event) ? [...saga.log, event] : saga.log,
  };
};
