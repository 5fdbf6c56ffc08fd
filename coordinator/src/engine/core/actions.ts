import type { Instant } from './instant.ts';
import { hasEnded, type Operation, type SagaState, type StepState } from './state.ts';

/** What is to be done next with a saga. */
export type SagaAction =
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: Operation; readonly step: string; readonly attempt: number }
  | { readonly kind: 'finish' };

/** The step whose operation has begun and has no final outcome yet; steps run one after the other. */
export const stepUnderWay = (saga: SagaState): StepState | undefined =>
  saga.steps.find(({ status, kind }) => {
    if (status === 'STARTED' || status === 'COMPENSATING' || status === 'STUCK') return true;
    // Only an answer ends a pivot: an unknown outcome is asked for again.
    return status === 'UNKNOWN' && kind === 'PIVOT';
  });

/** Which operation of a step under way is to be called. */
export const operationUnderWay = (saga: SagaState, step: StepState): Operation =>
  saga.direction === 'BACKWARD' && !step.afterCompensation ? 'compensate' : 'invoke';

/** The number of the attempt that runs, or is made next. */
export const attemptUnderWay = (step: StepState): number =>
  step.nextAttemptAt === undefined ? step.attempts : step.attempts + 1;

/** Whether the saga may still be undone: no step has begun that cannot be. */
export const canCompensate = (saga: SagaState): boolean =>
  saga.direction === 'FORWARD' &&
  saga.steps.every((step) => step.kind === 'COMPENSATABLE' || step.status === 'PENDING');

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** What is to be done now, in this order; after each action the state decides anew. Nothing while it is paused. */
export const nextActions = (saga: SagaState): readonly SagaAction[] => {
  if (hasEnded(saga)) return [{ kind: 'finish' }];
  const step = stepUnderWay(saga);
  if (step === undefined || saga.paused !== undefined) return [];
  const call: SagaAction = {
    kind: operationUnderWay(saga, step),
    step: step.name,
    attempt: attemptUnderWay(step),
  };
  const { nextAttemptAt } = step;
  if (nextAttemptAt === undefined) return [call];
  const until = canCompensate(saga) ? earlier(nextAttemptAt, saga.deadline) : nextAttemptAt;
  return [{ kind: 'wait', until }, call];
};
