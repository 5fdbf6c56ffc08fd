import { attemptUnderWay, operationUnderWay, stepUnderWay, stepsUnderWay } from './next-call.ts';
export type { SagaInput } from './saga-input.ts';

import {
  advance,
  deadlineExceeded,
  deadlinePassed,
  emit,
  emitUnrecorded,
  giveUp,
  startCompensation,
  type NewEvent,
  type Transition,
} from './transition.ts';
import type { SagaPlan } from './definition.ts';
import { policiesOf, requestedDelayMs, retry, type PlannedTransition } from './attempts.ts';
import type { OutcomeInput, SagaInput } from './saga-input.ts';
import { malformed } from './outcome.ts';
import { askLater, isWaitOver, takeWaiting, waitExpired } from './waiting.ts';
import { elapsedMs, later, type Instant } from './instant.ts';
import { backoffMs, whileBusy, type RetryPolicy } from './policies.ts';
import {
  hasEnded,
  isNamed,
  refOf,
  sequenceOf,
  type Failure,
  type Operation,
  type SagaEvent,
  type SagaState,
  type StepState,
} from './state.ts';

/** Whether the operation is repeated until the participant answers. */
const isPersistent = (step: StepState, operation: Operation): boolean =>
  operation === 'compensate' ||
  step.kind === 'RETRIABLE' ||
  (step.kind === 'PIVOT' && step.status !== 'STARTED');

/** The wait before the next attempt, in ms; undefined if the policy allows no more attempts. */
const nextDelayMs = (step: StepState, policy: RetryPolicy, input: OutcomeInput): number | undefined => {
  const { jitter, now, queuedMs = 0 } = input;
  const attempt = Math.max(1, input.attempt - (step.busy?.attempts ?? 0));
  const asked = requestedDelayMs(input, policy);
  const delayMs = Math.max(backoffMs(policy, attempt, jitter), asked);
  const spentMs = elapsedMs(step.operationStartedAt ?? now, now) - queuedMs;
  const exhausted = attempt >= (policy.attempts ?? Infinity) || spentMs + delayMs > policy.windowMs;
  return exhausted ? undefined : delayMs;
};

/**
 * Handles a step that must succeed but cannot: skips it if it is not critical, else marks it as STUCK until help comes.
 */
const markStuck = (transition: PlannedTransition, step: StepState, error: NewEvent): void => {
  if (!step.critical) {
    emit(transition, { ...error, type: 'STEP_FAILED_UNCRITICAL' });
    advance(transition);
    return;
  }
  const { probeIntervalMs } = policiesOf(transition, step);
  const stuck: NewEvent = {
    ...error,
    type: 'STEP_STUCK',
    nextAttemptAt: later(transition.now, probeIntervalMs),
  };
  // A failed probe is no news: a saga may be stuck for ever, and its log must not grow all the time.
  if (step.status === 'STUCK') emitUnrecorded(transition, stuck);
  else emit(transition, stuck);
};

const fail = (
  transition: PlannedTransition,
  step: StepState,
  error: NewEvent,
  input: OutcomeInput,
  failure: Failure,
): void => {
  if (step.status === 'STUCK') {
    markStuck(transition, step, error);
    return;
  }
  if (deadlinePassed(transition)) {
    giveUp(transition, step, error, deadlineExceeded);
    return;
  }
  const { retry: quick, persistentRetry } = policiesOf(transition, step);
  const persistent = isPersistent(step, input.operation);
  const delayMs = nextDelayMs(step, persistent ? persistentRetry : quick, input);
  const { queuedMs } = input;
  if (delayMs !== undefined) retry(transition, { ...error, ...(queuedMs && { queuedMs }) }, delayMs);
  else if (persistent) markStuck(transition, step, error);
  else if (step.kind === 'COMPENSATABLE') giveUp(transition, step, error, failure);
  else {
    const askAgainMs = nextDelayMs(step, persistentRetry, input) ?? 0;
    emit(transition, { ...error, type: 'STEP_UNKNOWN', nextAttemptAt: later(transition.now, askAgainMs) });
  }
};

/**
 * Repeats an attempt that changed nothing because its participant was busy, until the saga's deadline or until help is
 * needed.
 */
const waitWhileBusy = (
  transition: PlannedTransition,
  step: StepState,
  error: NewEvent,
  input: OutcomeInput,
  failure: Failure,
): void => {
  const { now, operation, jitter } = input;
  const { retry: quick, persistentRetry } = policiesOf(transition, step);
  const persistent = isPersistent(step, operation);
  const policy = whileBusy(persistent ? persistentRetry : quick);
  const { attempts, since } = step.busy ?? { attempts: 0, since: now };
  // An operation that no deadline ends must come to an operator's attention one day.
  const isEndless = step.kind !== 'COMPENSATABLE' || persistent;
  const tooLong = isEndless && elapsedMs(since, now) > persistentRetry.windowMs;
  if (step.status === 'STUCK' || deadlinePassed(transition) || tooLong) {
    fail(transition, step, error, input, failure);
    return;
  }
  const delayMs = Math.max(backoffMs(policy, attempts + 1, jitter), requestedDelayMs(input, policy));
  const begunAt = step.nextAttemptAt ?? step.operationStartedAt ?? now;
  const busyMs = persistent ? 0 : Math.max(0, elapsedMs(begunAt, now)) + delayMs;
  retry(transition, { ...error, busyMs }, delayMs);
};

const takeOutcome = (transition: PlannedTransition, step: StepState, input: OutcomeInput): void => {
  const { operation, attempt } = input;
  const mayWait = operation === 'invoke' && transition.plan.steps.get(step.name)?.definition.waits;
  const outcome = input.outcome.kind === 'waiting' && !mayWait ? malformed : input.outcome;
  const about = { ...refOf(step), attempt };
  if (outcome.kind === 'succeeded') {
    if (operation === 'invoke')
      emit(transition, { type: 'STEP_SUCCEEDED', ...about, output: outcome.output });
    else emit(transition, { type: 'STEP_COMPENSATED', ...about });
    advance(transition);
    return;
  }
  if (outcome.kind === 'waiting') {
    takeWaiting(transition, step, input, outcome);
    return;
  }
  const failure = { code: outcome.code, message: outcome.message };
  const error: NewEvent = { type: 'STEP_RETRYING', ...about, ...failure };
  const canBeUndone = operation === 'invoke' && step.kind === 'COMPENSATABLE';
  if (outcome.kind === 'failed' || outcome.kind === 'busy') {
    const again = step.wait ? askLater : outcome.kind === 'busy' ? waitWhileBusy : fail;
    // The failure of an attempt that another has followed says nothing new; its success or refusal does.
    if (attempt >= attemptUnderWay(step)) again(transition, step, error, input, failure);
  } else if (outcome.kind === 'rejected' && operation === 'invoke' && step.kind !== 'RETRIABLE') {
    emit(transition, { ...error, type: 'STEP_REJECTED' });
    startCompensation(transition, { ...refOf(step), ...failure });
  } else if (canBeUndone) giveUp(transition, step, error, failure);
  else markStuck(transition, step, error);
};

/** The event for giving up a step; an attempt of it may have been sent, by us or by an earlier coordinator. */
const givenUp = (step: StepState, { code, message }: Failure): NewEvent => ({
  ...{ type: 'STEP_UNKNOWN', attempt: step.attempts, code, message },
  ...refOf(step),
});

const tick = (transition: PlannedTransition): void => {
  const step = stepUnderWay(transition.saga);
  const late = stepsUnderWay(transition.saga).find((each) => isWaitOver(transition, each));
  // A saga that was resumed between two steps begins its next step here.
  if (step === undefined && transition.saga.paused === undefined) advance(transition);
  if (late !== undefined) giveUp(transition, late, givenUp(late, waitExpired), waitExpired);
  else if (step !== undefined && deadlinePassed(transition))
    giveUp(transition, step, givenUp(step, deadlineExceeded), deadlineExceeded);
};

const start = (transition: PlannedTransition, actor: string): void => {
  if (sequenceOf(transition.saga) > 0) return;
  emit(transition, { type: 'SAGA_STARTED', actor });
  advance(transition);
};

const takeOver = (transition: Transition, actor: string): void => {
  // A series of coordinators that die must not fill the log.
  if (transition.saga.log.at(-1)?.type !== 'SAGA_TAKEN_OVER')
    emit(transition, { type: 'SAGA_TAKEN_OVER', actor });
};

/** The events that follow from an input; none if the input is late, repeated or says nothing new. */
export const decide = (plan: SagaPlan, saga: SagaState, input: SagaInput): readonly SagaEvent[] => {
  if (hasEnded(saga)) return [];
  const transition: PlannedTransition = { plan, now: input.now, events: [], saga };
  switch (input.kind) {
    case 'start':
      start(transition, input.actor);
      break;
    case 'tick':
      tick(transition);
      break;
    case 'take-over':
      takeOver(transition, input.actor);
      break;
    case 'outcome': {
      const step = stepsUnderWay(saga).find((each) => isNamed(each, input));
      if (step !== undefined && operationUnderWay(saga, step) === input.operation)
        takeOutcome(transition, step, input);
      break;
    }
  }
  return transition.events;
};

/**
 * The event that marks the saga as halted, because no coordinator can go on with it; an event that needs the definition
 * ends the halt.
 */
export const halt = (saga: SagaState, failure: Failure, now: Instant): readonly SagaEvent[] =>
  hasEnded(saga) || saga.halted !== undefined
    ? []
    : [
        {
          sequence: sequenceOf(saga) + 1,
          at: now,
          type: 'STEP_STUCK',
          code: failure.code,
          message: failure.message,
        },
      ];
