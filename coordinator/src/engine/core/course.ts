import { canTurnBack } from './actions.ts';
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

/** One decision under way: the events so far, and the saga after them. */
export interface Turn {
  readonly now: Instant;
  readonly events: SagaEvent[];
  saga: SagaState;
}

export type NewEvent = Omit<SagaEvent, 'at' | 'sequence'>;

const apply = (turn: Turn, event: SagaEvent): void => {
  turn.events.push(event);
  turn.saga = evolve(turn.saga, event);
};

/** Adds an event that is kept in the log. */
export const emit = (turn: Turn, event: NewEvent): void => {
  apply(turn, { sequence: sequenceOf(turn.saga) + 1, at: turn.now, ...event });
};

/** Adds an event that only changes the state. */
export const emitUnrecorded = (turn: Turn, event: NewEvent): void => {
  apply(turn, { at: turn.now, ...event });
};

export const deadlineExceeded: Failure = { code: 'SAGA_DEADLINE_EXCEEDED', message: 'It took too long.' };

/** Whether it is time to turn back, and still possible; a pause stops the clock. */
export const deadlinePassed = ({ now, saga }: Turn): boolean =>
  now >= saga.deadline && saga.paused === undefined && canTurnBack(saga);

const compensated = (saga: SagaState): NewEvent => {
  const waived = waivedSteps(saga);
  if (waived.length === 0) return { type: 'SAGA_COMPENSATED' };
  const message = `An operator decided to leave as it is: ${waived.join(', ')}.`;
  return { type: 'SAGA_COMPENSATED', code: 'WAIVED', message };
};

/** Undoes the newest step that is not undone; then come the steps after compensation, then the end. */
const unwind = (turn: Turn): void => {
  const { steps } = turn.saga;
  // Steps run one after the other, so the reverse of the definition's order is the reverse of the start order.
  const undo = steps.findLast(
    ({ kind, status }) => kind === 'COMPENSATABLE' && (status === 'SUCCEEDED' || status === 'UNKNOWN'),
  );
  const after = steps.find((step) => step.afterCompensation && step.status === 'PENDING');
  if (undo === undefined && after === undefined) emit(turn, compensated(turn.saga));
  else if (turn.saga.paused !== undefined) return;
  else if (undo !== undefined) emit(turn, { type: 'STEP_COMPENSATING', step: undo.name, attempt: 1 });
  else if (after !== undefined) emit(turn, { type: 'STEP_STARTED', step: after.name, attempt: 1 });
};

/** Turns the saga back, on somebody's behalf where there is an actor, and begins to undo it. */
export const turnBack = (turn: Turn, failure: Failure & { readonly actor?: string }): void => {
  emit(turn, { type: 'COMPENSATION_STARTED', ...failure });
  unwind(turn);
};

/** Goes on after a step that is over, in the saga's direction; a paused saga begins nothing, but it may end. */
export const advance = (turn: Turn): void => {
  if (turn.saga.direction === 'BACKWARD') {
    unwind(turn);
    return;
  }
  const next = turn.saga.steps.find((step) => !step.afterCompensation && step.status === 'PENDING');
  if (next === undefined) emit(turn, { type: 'SAGA_COMPLETED' });
  else if (turn.saga.paused !== undefined) return;
  else if (deadlinePassed(turn)) turnBack(turn, deadlineExceeded);
  else emit(turn, { type: 'STEP_STARTED', step: next.name, attempt: 1 });
};

/** Gives a compensatable step up as unknown: it may have happened, so it is undone like a done one. */
export const giveUp = (turn: Turn, step: StepState, error: NewEvent, failure: Failure): void => {
  emit(turn, { ...error, type: 'STEP_UNKNOWN' });
  turnBack(turn, { step: step.name, ...failure });
};
