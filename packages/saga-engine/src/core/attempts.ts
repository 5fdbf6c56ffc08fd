import type { SagaPlan } from './definition.ts';
import { later } from './instant.ts';
import type { Policies, RetryPolicy } from './policies.ts';
import type { OutcomeInput } from './saga-input.ts';
import type { StepState } from './state.ts';
import { emit, emitUnrecorded, type NewEvent, type Transition } from './transition.ts';

/** A transition of a saga whose definition is known. */
export interface PlannedTransition extends Transition {
  readonly plan: SagaPlan;
}

/** How many failed attempts of one operation the log keeps; later ones only change the state. */
export const RECORDED_ATTEMPTS = 10;

/**
 * The policies for a step's attempts.
 *
 * @throws {Error} if the saga's definition has no such step.
 */
export const policiesOf = (transition: PlannedTransition, step: StepState): Policies => {
  const planned = transition.plan.steps.get(step.name);
  if (planned === undefined)
    throw new Error(`The definition of ${transition.saga.definitionName} has no step ${step.name}.`);
  return planned.policies;
};

/** The delay that the participant asked for, in ms, at most the policy's window. */
export const requestedDelayMs = ({ outcome }: OutcomeInput, { windowMs }: RetryPolicy): number =>
  'retryAfterMs' in outcome ? Math.min(outcome.retryAfterMs ?? 0, windowMs) : 0;

/** Schedules the attempt again in `delayMs`; the log keeps only the first such retries. */
export const retry = (transition: Transition, error: NewEvent, delayMs: number): void => {
  const retrying: NewEvent = {
    ...error,
    type: 'STEP_RETRYING',
    nextAttemptAt: later(transition.now, delayMs),
  };
  if ((error.attempt ?? 0) <= RECORDED_ATTEMPTS) emit(transition, retrying);
  else emitUnrecorded(transition, retrying);
};
