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

/** Failed attempts of one operation that are kept in the log; later ones only change the state. */
export const RECORDED_ATTEMPTS = 10;

/** How the attempts of a step are made. */
export const policiesOf = (transition: PlannedTransition, step: StepState): Policies => {
  const planned = transition.plan.steps.get(step.name);
  if (planned === undefined)
    throw new Error(`The definition of ${transition.saga.definitionName} has no step ${step.name}.`);
  return planned.policies;
};

/** How long the participant wants to be left alone; it cannot ask for more patience than the policy has. */
export const requestedDelayMs = ({ outcome }: OutcomeInput, { windowMs }: RetryPolicy): number =>
  'retryAfterMs' in outcome ? Math.min(outcome.retryAfterMs ?? 0, windowMs) : 0;

/** Has an attempt made again in so many ms. */
export const retry = (transition: Transition, error: NewEvent, delayMs: number): void => {
  const retrying: NewEvent = {
    ...error,
    type: 'STEP_RETRYING',
    nextAttemptAt: later(transition.now, delayMs),
  };
  if ((error.attempt ?? 0) <= RECORDED_ATTEMPTS) emit(transition, retrying);
  else emitUnrecorded(transition, retrying);
};
