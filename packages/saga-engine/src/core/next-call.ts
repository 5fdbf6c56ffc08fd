import type { Instant } from './instant.ts';
import { hasEnded, isWaiting, type Operation, type SagaState, type StepState } from './state.ts';

/** One call of a participant: an attempt of a step's operation. */
export interface SagaCall {
  readonly operation: Operation;
  readonly step: string;
  /** The item's key, for an instance of the step. */
  readonly item?: string;
  /** The attempt's number, from 1. */
  readonly attempt: number;
  /** If the call is not made at once: when the saga needs attention again. */
  readonly waitUntil?: Instant;
}

/**
 * The steps whose operation has begun and has no final outcome yet: one, because steps run in sequence, or several
 * instances of one.
 */
export const stepsUnderWay = (saga: SagaState): readonly StepState[] =>
  saga.steps.filter(({ status, kind }) => {
    if (status === 'STARTED' || status === 'WAITING' || status === 'COMPENSATING' || status === 'STUCK')
      return true;
    // Only an answer ends a pivot, so a pivot of unknown outcome is repeated.
    return status === 'UNKNOWN' && kind === 'PIVOT';
  });

/** The first of the steps under way. */
export const stepUnderWay = (saga: SagaState): StepState | undefined => stepsUnderWay(saga)[0];

/** Which operation of a step under way is to be called. */
export const operationUnderWay = (saga: SagaState, step: StepState): Operation =>
  saga.direction === 'BACKWARD' && !step.afterCompensation ? 'compensate' : 'invoke';

/** The number of the running attempt, or else of the next one. */
export const attemptUnderWay = (step: StepState): number =>
  step.nextAttemptAt === undefined ? step.attempts : step.attempts + 1;

/** Whether the saga can still turn back: it goes forward, and has begun only steps that can be undone. */
export const canCompensate = (saga: SagaState): boolean =>
  saga.direction === 'FORWARD' &&
  saga.steps.every(
    ({ kind, status, startedAt }) =>
      kind === 'COMPENSATABLE' || status === 'PENDING' || (status === 'SKIPPED' && startedAt === undefined),
  );

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** When the saga needs attention again for a step whose next attempt is not made at once. */
const waitUntilOf = (saga: SagaState, { wait }: StepState, nextAttemptAt: Instant): Instant => {
  if (wait !== undefined) return earlier(nextAttemptAt, wait.until);
  // The saga's deadline stands still while any step waits.
  return canCompensate(saga) && !isWaiting(saga) ? earlier(nextAttemptAt, saga.deadline) : nextAttemptAt;
};

/** The saga's next calls; none if it has ended, is paused, or must first begin another step. */
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

/** The earliest of the saga's next calls. */
export const nextCall = (saga: SagaState): SagaCall | undefined =>
  [...nextCalls(saga)].sort(({ waitUntil: one = '' }, { waitUntil: other = '' }) =>
    one < other ? -1 : Number(one > other),
  )[0];
