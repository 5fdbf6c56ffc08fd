import type { Instant } from './instant.ts';
import { hasEnded, type Operation, type SagaState, type StepState } from './state.ts';

/** One call of a participant: an attempt of a step's operation. */
export interface SagaCall {
  readonly operation: Operation;
  readonly step: string;
  /** From 1. */
  readonly attempt: number;
  /** When the saga has to be looked at again, if the call is not made at once. */
  readonly waitUntil?: Instant;
}

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

/** The call that the saga makes next; undefined if it has ended, is paused, or has to begin another step first. */
export const nextCall = (saga: SagaState): SagaCall | undefined => {
  const step = stepUnderWay(saga);
  if (step === undefined || hasEnded(saga) || saga.paused !== undefined) return undefined;
  const call = { operation: operationUnderWay(saga, step), step: step.name, attempt: attemptUnderWay(step) };
  const { nextAttemptAt } = step;
  if (nextAttemptAt === undefined) return call;
  return { ...call, waitUntil: canCompensate(saga) ? earlier(nextAttemptAt, saga.deadline) : nextAttemptAt };
};
