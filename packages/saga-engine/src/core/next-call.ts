import type { Instant } from './instant.ts';
import { hasEnded, isWaiting, type Operation, type SagaState, type StepState } from './state.ts';

/** One call of a participant: an attempt of a step's operation. */
export interface SagaCall {
  readonly operation: Operation;
  readonly step: string;
  /** The key of the item, of an instance of the step. */
  readonly item?: string;
  /** From 1. */
  readonly attempt: number;
  /** When the saga has to be looked at again, if the call is not made at once. */
  readonly waitUntil?: Instant;
}

/**
 * The steps whose operation has begun and has no final outcome yet: one, because steps run one after the other, or
 * several instances of one.
 */
export const stepsUnderWay = (saga: SagaState): readonly StepState[] =>
  saga.steps.filter(({ status, kind }) => {
    if (status === 'STARTED' || status === 'WAITING' || status === 'COMPENSATING' || status === 'STUCK')
      return true;
    // Only an answer ends a pivot: an unknown outcome is asked for again.
    return status === 'UNKNOWN' && kind === 'PIVOT';
  });

/** The first of the steps under way. */
export const stepUnderWay = (saga: SagaState): StepState | undefined => stepsUnderWay(saga)[0];

/** Which operation of a step under way is to be called. */
export const operationUnderWay = (saga: SagaState, step: StepState): Operation =>
  saga.direction === 'BACKWARD' && !step.afterCompensation ? 'compensate' : 'invoke';

/** The number of the attempt that runs, or is made next. */
export const attemptUnderWay = (step: StepState): number =>
  step.nextAttemptAt === undefined ? step.attempts : step.attempts + 1;

/** Whether the saga may still be undone: no step has begun that cannot be. */
export const canCompensate = (saga: SagaState): boolean =>
  saga.direction === 'FORWARD' &&
  saga.steps.every(
    ({ kind, status, startedAt }) =>
      kind === 'COMPENSATABLE' || status === 'PENDING' || (status === 'SKIPPED' && startedAt === undefined),
  );

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** When the saga has to be looked at again because of a step that is not called at once. */
const waitUntilOf = (saga: SagaState, { wait }: StepState, nextAttemptAt: Instant): Instant => {
  if (wait !== undefined) return earlier(nextAttemptAt, wait.until);
  // While a step waits the saga's time stands still.
  return canCompensate(saga) && !isWaiting(saga) ? earlier(nextAttemptAt, saga.deadline) : nextAttemptAt;
};

/** The calls that the saga makes next; none if it has ended, is paused, or has to begin another step first. */
export const nextCalls = (saga: SagaState): readonly SagaCall[] => {
  if (hasEnded(saga) || saga.paused !== undefined) return [];
  return stepsUnderWay(saga).map((step) => {
    const { name, item, nextAttemptAt } = step;
    return {
      ...{ operation: operationUnderWay(saga, step), step: name, attempt: attemptUnderWay(step) },
      ...(item !== undefined && { item }),
      ...(nextAttemptAt !== undefined && { waitUntil: waitUntilOf(saga, step, nextAttemptAt) }),
    };
  });
};

/** The call that is made before all others. */
export const nextCall = (saga: SagaState): SagaCall | undefined =>
  [...nextCalls(saga)].sort(({ waitUntil: one = '' }, { waitUntil: other = '' }) =>
    one < other ? -1 : Number(one > other),
  )[0];
