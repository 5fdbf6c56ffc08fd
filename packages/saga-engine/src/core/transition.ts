import type { SagaPlan } from './definition.ts';
import { fanOut, isWanted } from './fan-out.ts';
import { canCompensate, stepsUnderWay } from './next-call.ts';
import { evolve } from './evolve.ts';
import type { Instant } from './instant.ts';
import {
  isWaiting,
  refOf,
  sequenceOf,
  waivedSteps,
  type Failure,
  type SagaEvent,
  type SagaEventType,
  type SilentEventType,
  type SagaState,
  type StepState,
} from './state.ts';

/** One step of a saga from state to state: the events so far, and the state after them. */
export interface Transition {
  readonly now: Instant;
  /** Undefined if this coordinator does not know the definition; then no step is begun. */
  readonly plan: SagaPlan | undefined;
  readonly events: SagaEvent[];
  saga: SagaState;
}

export type NewEvent = Omit<SagaEvent, 'at' | 'sequence' | 'type'> & { readonly type: SagaEventType };

const apply = (transition: Transition, event: SagaEvent): void => {
  transition.events.push(event);
  transition.saga = evolve(transition.saga, event);
};

/** Adds an event that is kept in the log. */
export const emit = (transition: Transition, event: NewEvent): void => {
  apply(transition, { sequence: sequenceOf(transition.saga) + 1, at: transition.now, ...event });
};

/** Adds an event that only changes the state. */
export const emitUnrecorded = (
  transition: Transition,
  event: Omit<NewEvent, 'type'> & { readonly type: SagaEventType | SilentEventType },
): void => {
  apply(transition, { at: transition.now, ...event });
};

export const deadlineExceeded: Failure = { code: 'SAGA_DEADLINE_EXCEEDED', message: 'It took too long.' };

/** Whether the saga has to turn back because its deadline has passed; a pause or a waiting step stops the clock. */
export const deadlinePassed = ({ now, saga }: Transition): boolean =>
  now >= saga.deadline && saga.paused === undefined && !isWaiting(saga) && canCompensate(saga);

const compensated = (saga: SagaState): NewEvent => {
  const waived = waivedSteps(saga);
  if (waived.length === 0) return { type: 'SAGA_COMPENSATED' };
  const message = `An operator decided to leave as it is: ${waived.join(', ')}.`;
  return { type: 'SAGA_COMPENSATED', code: 'WAIVED', message };
};

/** Begins a step after compensation, or skips it if its condition does not hold. */
const beginAfter = (transition: Transition, step: StepState): void => {
  const definition = transition.plan?.steps.get(step.name)?.definition;
  if (definition === undefined || isWanted(definition, transition.saga))
    emit(transition, { type: 'STEP_STARTED', ...refOf(step), attempt: 1 });
  else {
    emitUnrecorded(transition, { type: 'STEP_SKIPPED', ...refOf(step) });
    unwind(transition);
  }
};

/**
 * Undoes the last step that is not undone yet; after all of them, runs the steps after compensation, then ends the
 * saga.
 */
const unwind = (transition: Transition): void => {
  const { steps } = transition.saga;
  // Steps begin in the order of the definition, so its reverse is the reverse of the order in which they began.
  const undo = steps.findLast(
    ({ kind, status }) => kind === 'COMPENSATABLE' && (status === 'SUCCEEDED' || status === 'UNKNOWN'),
  );
  const after = steps.find((step) => step.afterCompensation && step.status === 'PENDING');
  if (undo === undefined && after === undefined) emit(transition, compensated(transition.saga));
  else if (transition.saga.paused !== undefined) return;
  else if (undo !== undefined) emit(transition, { type: 'STEP_COMPENSATING', ...refOf(undo), attempt: 1 });
  else if (after !== undefined) beginAfter(transition, after);
};

/** Turns the saga back, on behalf of the actor if there is one, and begins to undo it. */
export const startCompensation = (
  transition: Transition,
  failure: Failure & { readonly actor?: string },
): void => {
  const { code, message } = failure;
  // Attempts of other instances may be under way, so these are undone as if they had succeeded.
  if (transition.saga.direction === 'FORWARD')
    for (const step of stepsUnderWay(transition.saga))
      emit(transition, { type: 'STEP_UNKNOWN', ...refOf(step), attempt: step.attempts, code, message });
  emit(transition, { type: 'COMPENSATION_STARTED', ...failure });
  unwind(transition);
};

const DEFAULT_AT_ONCE = 4;

/** Handles a step whose list of items is invalid, before anything of the step was sent. */
const failFanOut = (transition: Transition, step: StepState, failure: Failure): void => {
  if (canCompensate(transition.saga)) startCompensation(transition, failure);
  else if (!step.critical) emit(transition, { type: 'STEP_FAILED_UNCRITICAL', ...failure });
  // No attempt can change the list, so an operator has to look at it.
  else if (transition.saga.halted === undefined) emit(transition, { ...failure, type: 'STEP_STUCK' });
};

/** Begins a step, or its next instance; returns whether there may be more to begin. */
const begin = (transition: Transition, step: StepState): boolean => {
  const definition = transition.plan?.steps.get(step.name)?.definition;
  if (definition === undefined) return false;
  const ref = refOf(step);
  if (step.item !== undefined) {
    emit(transition, { type: 'STEP_STARTED', ...ref, attempt: 1 });
    return true;
  }
  const fanned = isWanted(definition, transition.saga) ? fanOut(definition, transition.saga) : { items: [] };
  if (fanned === undefined) {
    emit(transition, { type: 'STEP_STARTED', ...ref, attempt: 1 });
    return false;
  }
  if ('failure' in fanned) {
    failFanOut(transition, step, { ...ref, ...fanned.failure });
    return !step.critical && transition.saga.direction === 'FORWARD';
  }
  const { items } = fanned;
  if (items.length === 0) emitUnrecorded(transition, { type: 'STEP_SKIPPED', ...ref });
  else emitUnrecorded(transition, { type: 'STEP_FANNED_OUT', ...ref, items });
  return true;
};

/** Begins the next step or instance if it may run now; returns whether there may be more to begin. */
const goOn = (transition: Transition): boolean => {
  const { saga, plan } = transition;
  const next = saga.steps.find((step) => !step.afterCompensation && step.status === 'PENDING');
  const underWay = stepsUnderWay(saga);
  if (next === undefined && underWay.length > 0) return false;
  if (next === undefined) emit(transition, { type: 'SAGA_COMPLETED' });
  if (next === undefined || saga.paused !== undefined) return false;
  const { atOnce = DEFAULT_AT_ONCE } = plan?.steps.get(next.name)?.definition.forEach ?? {};
  const isBeside = next.item !== undefined && underWay.every(({ name }) => name === next.name);
  if (underWay.length > 0 && (!isBeside || underWay.length >= atOnce)) return false;
  if (!deadlinePassed(transition)) return begin(transition, next);
  startCompensation(transition, deadlineExceeded);
  return false;
};

/** Goes on in the saga's direction after a step has ended; a paused saga begins nothing, but it may end. */
export const advance = (transition: Transition): void => {
  if (transition.saga.direction === 'BACKWARD') {
    unwind(transition);
    return;
  }
  while (goOn(transition));
};

/** Gives up a compensatable step as unknown: it may have happened, so it is undone as if it had succeeded. */
export const giveUp = (transition: Transition, step: StepState, error: NewEvent, failure: Failure): void => {
  emit(transition, { ...error, type: 'STEP_UNKNOWN' });
  startCompensation(transition, { ...refOf(step), ...failure });
};
