import { canCompensate, operationUnderWay, stepUnderWay, stepsUnderWay } from './next-call.ts';
import { refusal, type Refusal, type SagaCommand } from './commands.ts';
import {
  advance,
  emit,
  emitUnrecorded,
  startCompensation,
  type NewEvent,
  type Transition,
} from './transition.ts';
import type { SagaPlan } from './definition.ts';
import { elapsedMs, type Instant } from './instant.ts';
import { checkOutput } from './output.ts';
import {
  hasEnded,
  isNamed,
  refOf,
  sequenceOf,
  type Failure,
  type SagaEvent,
  type SagaState,
  type StepOutput,
  type StepState,
} from './state.ts';

/** The decision on a command: events, nothing because the saga already is as wanted, or a refusal. */
export type CommandDecision =
  | { readonly kind: 'accepted'; readonly events: readonly SagaEvent[] }
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The timing of a command. */
export interface CommandTiming {
  readonly now: Instant;
  /** How long after a commit an attempt decided before it may still take effect, in ms. */
  readonly quietMs: number;
}

type Command<Kind extends SagaCommand['kind']> = Extract<SagaCommand, { readonly kind: Kind }>;

/** A command, and the saga that it is given to. */
interface CommandInput<Wanted = SagaCommand> extends CommandTiming {
  /** Undefined if this coordinator does not know the saga's definition. */
  readonly plan: SagaPlan | undefined;
  readonly saga: SagaState;
  readonly command: Wanted & Pick<SagaCommand, 'actor' | 'reason'>;
}

const already: CommandDecision = { kind: 'already' };

const refused = (...args: Parameters<typeof refusal>): CommandDecision => ({
  kind: 'refused',
  refusal: refusal(...args),
});

/** The events of a transition from the saga's present state. */
const accepted = (
  { plan, saga, now }: CommandInput<unknown>,
  emitEvents: (transition: Transition) => void,
): CommandDecision => {
  const transition: Transition = { plan, now, events: [], saga };
  emitEvents(transition);
  return { kind: 'accepted', events: transition.events };
};

const signed = ({ command: { actor, reason } }: CommandInput<unknown>, event: NewEvent): NewEvent => ({
  ...event,
  actor,
  message: reason,
});

/** The log length at which repeatable commands are refused, because a saga is stored as one document. */
export const MAX_LOG = 1_000;

const isFull = ({ saga }: CommandInput): boolean => sequenceOf(saga) >= MAX_LOG;

const pause = (given: CommandInput): CommandDecision => {
  if (hasEnded(given.saga)) return refused('SAGA_ENDED');
  if (given.saga.paused !== undefined) return already;
  if (isFull(given)) return refused('TOO_MANY_COMMANDS');
  return accepted(given, (transition) => {
    emit(transition, signed(given, { type: 'SAGA_PAUSED' }));
  });
};

const resume = (given: CommandInput): CommandDecision => {
  if (hasEnded(given.saga)) return refused('SAGA_ENDED');
  if (given.saga.paused === undefined) return already;
  return accepted(given, (transition) => {
    emit(transition, signed(given, { type: 'SAGA_RESUMED' }));
    // A coordinator that knows the definition has to begin the next step of a halted saga.
    if (transition.saga.halted === undefined && stepUnderWay(transition.saga) === undefined)
      advance(transition);
  });
};

const retry = (given: CommandInput): CommandDecision => {
  const { saga, now } = given;
  if (hasEnded(saga)) return refused('SAGA_ENDED');
  if (saga.paused !== undefined) return refused('SAGA_PAUSED');
  // A step without a future next attempt has one under way, or about to be made.
  const idle = stepsUnderWay(saga).filter(({ nextAttemptAt = '' }) => nextAttemptAt > now);
  if (idle.length === 0) return already;
  if (isFull(given)) return refused('TOO_MANY_COMMANDS');
  return accepted(given, (transition) => {
    for (const step of idle) emit(transition, signed(given, { type: 'OPERATOR_RETRIED', ...refOf(step) }));
  });
};

/** The failure of a saga that an operator has turned back. */
export const undoneByOperator: Failure = {
  code: 'COMPENSATED_BY_OPERATOR',
  message: 'It was undone by an operator.',
};

const compensate = (given: CommandInput<Command<'compensate'>>): CommandDecision => {
  const { saga, command } = given;
  if (saga.direction === 'BACKWARD') return already;
  if (hasEnded(saga)) return refused('SAGA_ENDED');
  if (!canCompensate(saga)) return refused('PAST_PIVOT');
  return accepted(given, (transition) => {
    const { code, message } = command.failure ?? undoneByOperator;
    if (command.failure === undefined) emit(transition, signed(given, { type: 'OPERATOR_COMPENSATED' }));
    startCompensation(transition, {
      code,
      message,
      ...(command.failure === undefined ? {} : { actor: command.actor }),
    });
  });
};

/** The failure of a saga whose step an operator resolved as rejected. */
const resolvedAsRejected = (step: StepState): Failure => ({
  ...refOf(step),
  code: 'RESOLVED_AS_REJECTED',
  message: 'An operator found that a step did not happen.',
});

const resolved = (
  given: CommandInput<Command<'resolve'>>,
  step: StepState,
  emitEvents: (transition: Transition) => void,
): CommandDecision =>
  accepted(given, (transition) => {
    const { outcome: code } = given.command;
    emit(transition, signed(given, { type: 'STEP_RESOLVED', ...refOf(step), code }));
    emitEvents(transition);
  });

const resolveUndone = (given: CommandInput<Command<'resolve'>>, step: StepState): CommandDecision => {
  const { command, now, quietMs } = given;
  if (command.outcome === 'REJECTED') return refused('STEP_CANNOT_BE_REJECTED', { path: ['outcome'] });
  if (step.status !== 'STUCK') return refused('STEP_NOT_STUCK', { path: ['step'] });
  // An attempt that was sent earlier may still arrive, and the participant would have no reason to refuse it.
  if (elapsedMs(step.operationStartedAt ?? now, now) < quietMs) return refused('ATTEMPT_MAY_BE_LIVE');
  return resolved(given, step, (transition) => {
    emit(transition, { type: 'STEP_COMPENSATED', ...refOf(step), attempt: step.attempts });
    advance(transition);
  });
};

const resolveDone = (
  given: CommandInput<Command<'resolve'>>,
  step: StepState,
  output: StepOutput,
): CommandDecision =>
  resolved(given, step, (transition) => {
    emit(transition, { type: 'STEP_SUCCEEDED', ...refOf(step), attempt: step.attempts, output });
    advance(transition);
  });

const resolveRejected = (given: CommandInput<Command<'resolve'>>, step: StepState): CommandDecision => {
  const { saga, now, quietMs } = given;
  const failure = resolvedAsRejected(step);
  const event = { ...refOf(step), attempt: step.attempts, code: failure.code, message: failure.message };
  if (step.kind === 'RETRIABLE') return refused('STEP_CANNOT_BE_REJECTED', { path: ['outcome'] });
  if (step.kind === 'COMPENSATABLE')
    return resolved(given, step, (transition) => {
      // The step is compensated all the same, so that its participant refuses an attempt that arrives late.
      emit(transition, { type: 'STEP_UNKNOWN', ...event });
      startCompensation(transition, failure);
    });
  // Nothing fences off a pivot, so an operator can be sure that it never happens only once nothing more is sent.
  if (saga.paused === undefined || elapsedMs(saga.paused.at, now) < quietMs)
    return refused('ATTEMPT_MAY_BE_LIVE');
  return resolved(given, step, (transition) => {
    emit(transition, { type: 'STEP_REJECTED', ...event });
    startCompensation(transition, failure);
  });
};

/** Whether the step is under way and waits for another attempt. */
const isUnresolved = (saga: SagaState, step: StepState): boolean =>
  stepsUnderWay(saga).includes(step) && step.nextAttemptAt !== undefined;

/** Whether the participant, or an operator earlier, has said that the step did not happen. */
const wasRejected = ({ log }: SagaState, state: StepState): boolean =>
  state.status === 'REJECTED' ||
  log.some(
    ({ type, step, item, code }) =>
      type === 'STEP_RESOLVED' && step === state.name && item === state.item && code === 'REJECTED',
  );

const resolve = (given: CommandInput<Command<'resolve'>>): CommandDecision => {
  const { plan, saga, command } = given;
  const step = saga.steps.find((each) => isNamed(each, command));
  if (step === undefined) return refused('NO_SUCH_STEP', { path: ['step'] });
  if (command.outcome === 'REJECTED' && wasRejected(saga, step)) return already;
  if (operationUnderWay(saga, step) === 'compensate') {
    if (step.status === 'COMPENSATED' && command.outcome === 'SUCCEEDED') return already;
    return hasEnded(saga) ? refused('SAGA_ENDED') : resolveUndone(given, step);
  }
  if (step.status === 'SUCCEEDED' && command.outcome === 'SUCCEEDED') return already;
  if (hasEnded(saga)) return refused('SAGA_ENDED');
  if (!isUnresolved(saga, step)) return refused('STEP_NOT_UNKNOWN', { path: ['step'] });
  if (command.outcome === 'REJECTED') return resolveRejected(given, step);
  const planned = plan?.steps.get(step.name);
  if (planned === undefined) return refused('UNKNOWN_DEFINITION');
  const checked = checkOutput(planned, command.output ?? {});
  return 'refusal' in checked
    ? { kind: 'refused', refusal: checked.refusal }
    : resolveDone(given, step, checked.output);
};

const waive = (given: CommandInput<Command<'waive'>>): CommandDecision => {
  const { saga, command } = given;
  const step = saga.steps.find((each) => isNamed(each, command));
  if (step === undefined) return refused('NO_SUCH_STEP', { path: ['step'] });
  if (step.status === 'WAIVED') return already;
  if (hasEnded(saga)) return refused('SAGA_ENDED');
  if (step.status !== 'STUCK' || operationUnderWay(saga, step) !== 'compensate')
    return refused('STEP_NOT_STUCK', { path: ['step'] });
  return accepted(given, (transition) => {
    emit(transition, signed(given, { type: 'STEP_WAIVED', ...refOf(step) }));
    advance(transition);
  });
};

/** How many answers and wakes of a waiting step the log keeps. */
const MAX_TOLD = 10;

const wake = (given: CommandInput<Command<'wake'>>): CommandDecision => {
  const { saga, now, command } = given;
  if (hasEnded(saga) || saga.paused !== undefined) return already;
  const asleep = saga.steps.filter(
    ({ name, item, status, nextAttemptAt = '' }) =>
      status === 'WAITING' &&
      nextAttemptAt > now &&
      (command.step === undefined || command.step === name) &&
      (command.item === undefined || command.item === item),
  );
  if (asleep.length === 0) return already;
  return accepted(given, (transition) => {
    // Hints can come from anyone, any number of times, so the log must not grow with them.
    for (const step of asleep)
      if ((step.wait?.told ?? 0) < MAX_TOLD) emit(transition, { type: 'STEP_WOKEN', ...refOf(step) });
      else emitUnrecorded(transition, { type: 'STEP_WOKEN', ...refOf(step) });
  });
};

/** Whether the command can only be carried out by a coordinator that knows the saga's definition. */
const needsDefinition = ({ kind }: SagaCommand): boolean =>
  kind === 'compensate' || kind === 'resolve' || kind === 'waive';

/** Decides on a command for the given state; if the saga changes before the commit, the caller must decide anew. */
export const decideCommand = (
  plan: SagaPlan | undefined,
  saga: SagaState,
  command: SagaCommand,
  timing: CommandTiming,
): CommandDecision => {
  if (plan === undefined && needsDefinition(command) && !hasEnded(saga)) return refused('UNKNOWN_DEFINITION');
  switch (command.kind) {
    case 'pause':
      return pause({ ...timing, plan, saga, command });
    case 'resume':
      return resume({ ...timing, plan, saga, command });
    case 'retry':
      return retry({ ...timing, plan, saga, command });
    case 'compensate':
      return compensate({ ...timing, plan, saga, command });
    case 'resolve':
      return resolve({ ...timing, plan, saga, command });
    case 'wake':
      return wake({ ...timing, plan, saga, command });
    case 'waive':
      return waive({ ...timing, plan, saga, command });
  }
};
