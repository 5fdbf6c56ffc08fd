import type { PlannedStep, SagaPlan } from './definition.ts';
import { later, type Instant } from './instant.ts';
import { hasEnded, type SagaState, type StepState, type StepWait } from './state.ts';

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** The longest wait before another attempt of a step, in ms; no retry waits for longer than its window. */
export const longestWaitMs = (
  { status }: Pick<StepState, 'status'>,
  { policies, definition }: Pick<PlannedStep, 'policies' | 'definition'>,
): number =>
  status === 'STUCK'
    ? policies.probeIntervalMs
    : status === 'WAITING'
      ? (definition.waits?.atMostMs ?? 0)
      : Math.max(policies.retry.windowMs, policies.persistentRetry.windowMs);

const clampWait = (wait: StepWait, now: Instant, limit: Instant): StepWait => ({
  ...wait,
  since: earlier(wait.since, now),
  until: earlier(wait.until, limit),
  askAgainAt: earlier(wait.askAgainAt, limit),
});

const clampStep = (plan: SagaPlan, step: StepState, now: Instant): StepState => {
  const planned = plan.steps.get(step.name);
  if (planned === undefined) return step;
  const limit = later(now, longestWaitMs(step, planned));
  const isFar = (at: Instant | undefined): boolean => at !== undefined && at > limit;
  const { operationStartedAt, nextAttemptAt, busy, wait } = step;
  if (![operationStartedAt, nextAttemptAt, busy?.since, wait?.until].some(isFar)) return step;
  return {
    ...step,
    // The time that a participant is busy is added to the start, so the start may be in the future, by one wait at
    // most.
    ...(isFar(operationStartedAt) && { operationStartedAt: now }),
    ...(isFar(nextAttemptAt) && { nextAttemptAt: now }),
    // A wait began by now at the latest, and lasts no longer than its definition allows.
    ...(wait !== undefined && { wait: clampWait(wait, now, limit) }),
    ...(busy !== undefined && isFar(busy.since) && { busy: { ...busy, since: now } }),
  };
};

/**
 * The saga without instants that a clock which agrees with ours cannot have written: past events happened by now at the
 * latest, and no wait outlasts the longest of its kind. Returns the same object if nothing has to change.
 */
export const clampInstants = <Saga extends SagaState>(plan: SagaPlan, saga: Saga, now: Instant): Saga => {
  if (hasEnded(saga)) return saga;
  const steps = saga.steps.map((step) => clampStep(plan, step, now));
  const deadline = earlier(saga.deadline, later(now, plan.deadlineMs));
  const { paused, stoppedSince } = saga;
  const isPauseLate = paused !== undefined && paused.at > now;
  const isStopLate = stoppedSince !== undefined && stoppedSince > now;
  const same = steps.every((step, index) => step === saga.steps[index]);
  if (same && deadline === saga.deadline && !isPauseLate && !isStopLate) return saga;
  return {
    ...{ ...saga, steps, deadline },
    ...(isPauseLate && { paused: { ...paused, at: now } }),
    ...(isStopLate && { stoppedSince: now }),
  };
};
