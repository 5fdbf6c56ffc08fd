import { canCompensate } from './next-call.ts';
import { evolve } from './evolve.ts';
import type { Instant } from './instant.ts';
import {
  sequenceOf,
  waivedSteps,
  type Failure,
  type SagaEvent,
  type SagaState,
  type StepState,
} from './state.ts';

/** One step of a saga from state to state: the events so far, and the state after them. */
export interface Transition {
  readonly now: Instant;
  readonly events: SagaEvent[];
  saga: SagaState;
}

export type NewEvent = Omit<SagaEvent, 'at' | 'sequence'>;

const apply = (transition: Transition, event: SagaEvent): void => {
  transition.events.push(event);
  transition.saga = evolve(transition.saga, event);
};

/** Adds an event that is kept in the log. */
export const emit = (transition: Transition, event: NewEvent): void => {
  apply(transition, { sequence: sequenceOf(transition.saga) + 1, at: transition.now, ...event });
};

/** Adds an event that only changes the state. */
export const emitUnrecorded = (transition: Transition, event: NewEvent): void => {
  apply(transition, { at: transition.now, ...event });
};

export const deadlineExceeded: Failure = { code: 'SAGA_DEADLINE_EXCEEDED', message: 'It took too long.' };

/** Whether it is time to turn back, and still possible; a pause stops the clock. */
export const deadlinePassed = ({ now, saga }: Transition): boolean =>
  now >= saga.deadline && saga.paused === undefined && canCompensate(saga);

const compensated = (saga: SagaState): NewEvent => {
  const waived = waivedSteps(saga);
  if (waived.length === 0) return { type: 'SAGA_COMPENSATED' };
  const message = `An operator decided to leave as it is: ${waived.join(', ')}.`;
  return { type: 'SAGA_COMPENSATED', code: 'WAIVED', message };
};

/** Undoes the newest step that is not undone; then come the steps after compensation, then the end. */
const unwind = (transition: Transition): void => {
  const { steps } = transition.saga;
  // Steps run one after the other, so the reverse of the definition's order is the reverse of the start order.
  const undo = steps.findLast(
    ({ kind, status }) => kind === 'COMPENSATABLE' && (status === 'SUCCEEDED' || status === 'UNKNOWN'),
  );
  const after = steps.find((step) => step.afterCompensation && step.status === 'PENDING');
  if (undo === undefined && after === undefined) emit(transition, compensated(transition.saga));
  else if (transition.saga.paused !== undefined) return;
  else if (undo !== undefined) emit(transition, { type: 'STEP_COMPENSATING', step: undo.name, attempt: 1 });
  else if (after !== undefined) emit(transition, { type: 'STEP_STARTED', step: after.name, attempt: 1 });
};

/** Turns the saga back, on somebody's behalf where there is an actor, and begins to undo it. */
export const startCompensation = (
  transition: Transition,
  failure: Failure & { readonly actor?: string },
): void => {
  emit(transition, { type: 'COMPENSATION_STARTED', ...failure });
  unwind(transition);
};

/** Goes on after a step that is over, in the saga's direction; a paused saga begins nothing, but it may end. */
export const advance = (transition: Transition): void => {
  if (transition.saga.direction === 'BACKWARD') {
    unwind(transition);
    return;
  }
  const next = transition.saga.steps.find((step) => !step.afterCompensation && step.status === 'PENDING');
  if (next === undefined) emit(transition, { type: 'SAGA_COMPLETED' });
  else if (transition.saga.paused !== undefined) return;
  else if (deadlinePassed(transition)) startCompensation(transition, deadlineExceeded);
  else emit(transition, { type: 'STEP_STARTED', step: next.name, attempt: 1 });
};

/** Gives a compensatable step up as unknown: it may have happened, so it is undone like a done one. */
export const giveUp = (transition: Transition, step: StepState, error: NewEvent, failure: Failure): void => {
  emit(transition, { ...error, type: 'STEP_UNKNOWN' });
  startCompensation(transition, { step: step.name, ...failure });
};
