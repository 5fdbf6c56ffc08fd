import { attemptUnderWay, operationUnderWay, stepUnderWay } from './actions.ts';
import {
  advance,
  deadlineExceeded,
  deadlinePassed,
  emit,
  emitUnrecorded,
  giveUp,
  turnBack,
  type NewEvent,
  type Turn,
} from './course.ts';
import type { SagaPlan } from './definition.ts';
import { elapsedMs, later, type Instant } from './instant.ts';
import type { Outcome } from './outcome.ts';
import { backoffMs, whileBusy, type Policies, type RetryPolicy } from './policies.ts';
import {
  hasEnded,
  sequenceOf,
  type Failure,
  type Operation,
  type SagaEvent,
  type SagaState,
  type StepState,
} from './state.ts';

/** What happens to a saga; everything that is not a rule comes from outside. */
export type SagaInput =
  | { readonly kind: 'start'; readonly now: Instant; readonly actor: string }
  /** Time has passed. */
  | { readonly kind: 'tick'; readonly now: Instant }
  /** A coordinator goes on with a saga that another one has left without a word. */
  | { readonly kind: 'take-over'; readonly now: Instant; readonly actor: string }
  | {
      readonly kind: 'outcome';
      readonly now: Instant;
      readonly step: string;
      readonly operation: Operation;
      readonly attempt: number;
      readonly outcome: Outcome;
      /** How long the attempt was in the queue before it was made, in ms. */
      readonly queuedMs?: number;
      /** At least 0 and less than 1. */
      readonly jitter: number;
    };

interface PlannedTurn extends Turn {
  readonly plan: SagaPlan;
}

type OutcomeInput = Extract<SagaInput, { kind: 'outcome' }>;

/** Failed attempts of one operation that are kept in the log; later ones only change the state. */
export const RECORDED_ATTEMPTS = 10;

const policiesOf = (turn: PlannedTurn, step: StepState): Policies => {
  const planned = turn.plan.steps.get(step.name);
  if (planned === undefined) throw new Error(`The definition of ${turn.saga.type} has no step ${step.name}.`);
  return planned.policies;
};

/** Whether only an answer ends the operation. */
const isStubborn = (step: StepState, operation: Operation): boolean =>
  operation === 'compensate' ||
  step.kind === 'RETRIABLE' ||
  (step.kind === 'PIVOT' && step.status !== 'STARTED');

/** How long the participant wants to be left alone; it cannot ask for more patience than the policy has. */
const askedMs = ({ outcome }: OutcomeInput, { windowMs }: RetryPolicy): number =>
  'retryAfterMs' in outcome ? Math.min(outcome.retryAfterMs ?? 0, windowMs) : 0;

/** The wait before the next attempt, or undefined where the policy allows none. */
const nextDelayMs = (step: StepState, policy: RetryPolicy, input: OutcomeInput): number | undefined => {
  const { jitter, now, queuedMs = 0 } = input;
  const attempt = Math.max(1, input.attempt - (step.busy?.attempts ?? 0));
  const asked = askedMs(input, policy);
  const delayMs = Math.max(backoffMs(policy, attempt, jitter), asked);
  const spentMs = elapsedMs(step.operationStartedAt ?? now, now) - queuedMs;
  const exhausted = attempt >= (policy.attempts ?? Infinity) || spentMs + delayMs > policy.windowMs;
  return exhausted ? undefined : delayMs;
};

/** A step that must succeed cannot: it is given up where it is not critical, else it waits for help. */
const getStuck = (turn: PlannedTurn, step: StepState, error: NewEvent): void => {
  if (!step.critical) {
    emit(turn, { ...error, type: 'STEP_FAILED_UNCRITICAL' });
    advance(turn);
    return;
  }
  const { probeIntervalMs } = policiesOf(turn, step);
  const stuck: NewEvent = { ...error, type: 'STEP_STUCK', nextAttemptAt: later(turn.now, probeIntervalMs) };
  // A probe that fails is no news: a saga may be stuck for ever, and its log must not grow with it.
  if (step.status === 'STUCK') emitUnrecorded(turn, stuck);
  else emit(turn, stuck);
};

const retry = (turn: Turn, error: NewEvent, delayMs: number): void => {
  const retrying: NewEvent = { ...error, type: 'STEP_RETRYING', nextAttemptAt: later(turn.now, delayMs) };
  if ((error.attempt ?? 0) <= RECORDED_ATTEMPTS) emit(turn, retrying);
  else emitUnrecorded(turn, retrying);
};

const fail = (
  turn: PlannedTurn,
  step: StepState,
  error: NewEvent,
  input: OutcomeInput,
  failure: Failure,
): void => {
  if (step.status === 'STUCK') {
    getStuck(turn, step, error);
    return;
  }
  if (deadlinePassed(turn)) {
    giveUp(turn, step, error, deadlineExceeded);
    return;
  }
  const { retry: quick, persistentRetry } = policiesOf(turn, step);
  const stubborn = isStubborn(step, input.operation);
  const delayMs = nextDelayMs(step, stubborn ? persistentRetry : quick, input);
  const { queuedMs } = input;
  if (delayMs !== undefined) retry(turn, { ...error, ...(queuedMs && { queuedMs }) }, delayMs);
  else if (stubborn) getStuck(turn, step, error);
  else if (step.kind === 'COMPENSATABLE') giveUp(turn, step, error, failure);
  else {
    const askAgainMs = nextDelayMs(step, persistentRetry, input) ?? 0;
    emit(turn, { ...error, type: 'STEP_UNKNOWN', nextAttemptAt: later(turn.now, askAgainMs) });
  }
};

/** The attempt has changed nothing: it is made again, and only the saga's deadline, or help, ends that. */
const waitWhileBusy = (
  turn: PlannedTurn,
  step: StepState,
  error: NewEvent,
  input: OutcomeInput,
  failure: Failure,
): void => {
  const { now, operation, jitter } = input;
  const { retry: quick, persistentRetry } = policiesOf(turn, step);
  const stubborn = isStubborn(step, operation);
  const policy = whileBusy(stubborn ? persistentRetry : quick);
  const { attempts, since } = step.busy ?? { attempts: 0, since: now };
  // Without a deadline that ends it, somebody has to look at it one day.
  const isEndless = step.kind !== 'COMPENSATABLE' || stubborn;
  const tooLong = isEndless && elapsedMs(since, now) > persistentRetry.windowMs;
  if (step.status === 'STUCK' || deadlinePassed(turn) || tooLong) {
    fail(turn, step, error, input, failure);
    return;
  }
  const delayMs = Math.max(backoffMs(policy, attempts + 1, jitter), askedMs(input, policy));
  const begunAt = step.nextAttemptAt ?? step.operationStartedAt ?? now;
  const busyMs = stubborn ? 0 : Math.max(0, elapsedMs(begunAt, now)) + delayMs;
  retry(turn, { ...error, busyMs }, delayMs);
};

const takeOutcome = (turn: PlannedTurn, step: StepState, input: OutcomeInput): void => {
  const { operation, attempt, outcome } = input;
  const about = { step: step.name, attempt };
  if (outcome.kind === 'succeeded') {
    if (operation === 'invoke') emit(turn, { type: 'STEP_SUCCEEDED', ...about, output: outcome.output });
    else emit(turn, { type: 'STEP_COMPENSATED', ...about });
    advance(turn);
    return;
  }
  const failure = { code: outcome.code, message: outcome.message };
  const error: NewEvent = { type: 'STEP_RETRYING', ...about, ...failure };
  const canBeUndone = operation === 'invoke' && step.kind === 'COMPENSATABLE';
  if (outcome.kind === 'failed' || outcome.kind === 'busy') {
    const again = outcome.kind === 'busy' ? waitWhileBusy : fail;
    // A failure of an attempt that was followed by another says nothing new; a success or a refusal does.
    if (attempt >= attemptUnderWay(step)) again(turn, step, error, input, failure);
  } else if (outcome.kind === 'rejected' && operation === 'invoke' && step.kind !== 'RETRIABLE') {
    emit(turn, { ...error, type: 'STEP_REJECTED' });
    turnBack(turn, { step: step.name, ...failure });
  } else if (canBeUndone) giveUp(turn, step, error, failure);
  else getStuck(turn, step, error);
};

const tick = (turn: Turn): void => {
  const step = stepUnderWay(turn.saga);
  // A saga that was resumed between two steps goes on here.
  if (step === undefined && turn.saga.paused === undefined) advance(turn);
  if (step === undefined || !deadlinePassed(turn)) return;
  // The attempt may have been sent, by us or by a coordinator before us.
  const { code, message } = deadlineExceeded;
  giveUp(
    turn,
    step,
    { type: 'STEP_UNKNOWN', step: step.name, attempt: step.attempts, code, message },
    deadlineExceeded,
  );
};

const start = (turn: Turn, actor: string): void => {
  if (sequenceOf(turn.saga) > 0) return;
  emit(turn, { type: 'SAGA_STARTED', actor });
  advance(turn);
};

const takeOver = (turn: Turn, actor: string): void => {
  // Coordinators that die one after the other must not fill the log.
  if (turn.saga.log.at(-1)?.type !== 'SAGA_TAKEN_OVER') emit(turn, { type: 'SAGA_TAKEN_OVER', actor });
};

/** What follows from an input, as events; none where the input is late, doubled or says nothing new. */
export const decide = (plan: SagaPlan, saga: SagaState, input: SagaInput): readonly SagaEvent[] => {
  if (hasEnded(saga)) return [];
  const turn: PlannedTurn = { plan, now: input.now, events: [], saga };
  switch (input.kind) {
    case 'start':
      start(turn, input.actor);
      break;
    case 'tick':
      tick(turn);
      break;
    case 'take-over':
      takeOver(turn, input.actor);
      break;
    case 'outcome': {
      const step = stepUnderWay(saga);
      if (step?.name === input.step && operationUnderWay(saga, step) === input.operation)
        takeOutcome(turn, step, input);
      break;
    }
  }
  return turn.events;
};

/** Notes that no coordinator can go on with the saga; any later event shows that one can. */
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
