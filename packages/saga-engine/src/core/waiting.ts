import {
  policiesOf,
  RECORDED_ATTEMPTS,
  requestedDelayMs,
  retry,
  type PlannedTransition,
} from './attempts.ts';
import { elapsedMs, later, type Instant } from './instant.ts';
import type { Outcome } from './outcome.ts';
import { backoffMs } from './policies.ts';
import type { OutcomeInput } from './saga-input.ts';
import { attemptUnderWay } from './next-call.ts';
import { refOf, type Failure, type StepState, type StepWait } from './state.ts';
import { emit, emitUnrecorded, giveUp, type NewEvent } from './transition.ts';

/** The failure of a saga that has waited too long. */
export const waitExpired: Failure = {
  code: 'WAIT_EXPIRED',
  message: 'What was waited for did not come in time.',
};

/** The shortest time before a waiting step is asked again, in ms, whatever its participant says. */
const SOONEST_MS = 1_000;

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const latest = (a: Instant, b: Instant): Instant => (a < b ? b : a);

/** Whether the step has waited as long as it may; not while the saga is paused. */
export const isWaitOver = ({ now, saga }: PlannedTransition, { wait }: StepState): boolean =>
  wait !== undefined && now >= wait.until && saga.paused === undefined;

type Waiting = Extract<Outcome, { kind: 'waiting' }>;

/** The step's wait according to the answer, within the limits of the definition. */
const waitOf = (
  { now }: PlannedTransition,
  { wait }: StepState,
  answer: Waiting,
  atMostMs: number,
): StepWait => {
  const since = wait?.since ?? now;
  const until = earlier(answer.until, later(since, atMostMs));
  const askAgainAt = earlier(latest(answer.askAgainAt, later(now, SOONEST_MS)), until);
  return { for: answer.for, askAgainAt, until, since, failures: 0, told: wait?.told ?? 0 };
};

/** Handles the answer that a step has to wait: it is asked again at the given time, or when it is woken. */
export const takeWaiting = (
  transition: PlannedTransition,
  step: StepState,
  input: OutcomeInput,
  answer: Waiting,
): void => {
  const { attempt } = input;
  // The answer to an attempt that another has followed says nothing new.
  if (attempt < attemptUnderWay(step)) return;
  const { atMostMs = 0 } = transition.plan.steps.get(step.name)?.definition.waits ?? {};
  const wait = waitOf(transition, step, answer, atMostMs);
  const about = { ...refOf(step), attempt };
  if (transition.now >= wait.until) {
    const { code, message } = waitExpired;
    giveUp(transition, step, { type: 'STEP_UNKNOWN', ...about, code, message }, waitExpired);
    return;
  }
  const event: NewEvent = { type: 'STEP_WAITING', ...about, nextAttemptAt: wait.askAgainAt, wait };
  // The log keeps only news, because a step may be asked ten thousand times.
  const isNews = step.wait?.for !== wait.for && wait.told < RECORDED_ATTEMPTS;
  if (isNews) emit(transition, { ...event, wait: { ...wait, told: wait.told + 1 } });
  else emitUnrecorded(transition, event);
};

/**
 * Handles a failed attempt of a waiting step: it says nothing about what the step waits for, so the step is asked again
 * until the wait is over.
 */
export const askLater = (
  transition: PlannedTransition,
  step: StepState,
  error: NewEvent,
  input: OutcomeInput,
  _failure: Failure,
): void => {
  const { now, saga } = transition;
  const { wait } = step;
  if (wait === undefined) return;
  if (isWaitOver(transition, step)) {
    giveUp(transition, step, error, waitExpired);
    return;
  }
  const { persistentRetry } = policiesOf(transition, step);
  const backoff = backoffMs(persistentRetry, wait.failures + 1, input.jitter);
  const delayMs = Math.max(backoff, requestedDelayMs(input, persistentRetry));
  const leftMs = Math.max(0, elapsedMs(now, wait.until));
  retry(transition, error, saga.paused === undefined ? Math.min(delayMs, leftMs) : delayMs);
};
