import type { Instant } from './instant.ts';
import type { StepKind } from './step-kind.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A step's two operations. */
export type Operation = 'invoke' | 'compensate';

export type SagaStatus = 'RUNNING' | 'COMPENSATING' | 'STUCK' | 'COMPLETED' | 'COMPENSATED';

export type StepStatus =
  | 'PENDING'
  | 'STARTED'
  | 'WAITING'
  | 'SUCCEEDED'
  | 'REJECTED'
  | 'UNKNOWN'
  | 'COMPENSATING'
  | 'COMPENSATED'
  | 'STUCK'
  | 'WAIVED'
  | 'SKIPPED';

export type SagaEventType =
  | 'SAGA_STARTED'
  | 'STEP_STARTED'
  | 'STEP_WAITING'
  | 'STEP_WOKEN'
  | 'STEP_SUCCEEDED'
  | 'STEP_REJECTED'
  | 'STEP_RETRYING'
  | 'STEP_UNKNOWN'
  | 'STEP_FAILED_UNCRITICAL'
  | 'COMPENSATION_STARTED'
  | 'STEP_COMPENSATING'
  | 'STEP_COMPENSATED'
  | 'STEP_STUCK'
  | 'SAGA_TAKEN_OVER'
  | 'SAGA_COMPLETED'
  | 'SAGA_COMPENSATED'
  | 'SAGA_PAUSED'
  | 'SAGA_RESUMED'
  | 'STEP_RESOLVED'
  | 'STEP_WAIVED'
  | 'OPERATOR_RETRIED'
  | 'OPERATOR_COMPENSATED';

/** Events that are never kept in the log: a step that is skipped, and one that is split into instances. */
export type SilentEventType = 'STEP_SKIPPED' | 'STEP_FANNED_OUT';

/** What a step waits for. */
export type WaitFor = 'CUSTOMER' | 'PROVIDER' | 'OPERATOR' | 'PARCEL';

/** Identifies a step, or one instance of a step with `forEach`. */
export interface StepRef {
  readonly step: string;
  readonly item?: string;
}

/** What a step waits for, and for how long at most. */
export interface StepWait {
  readonly for: WaitFor;
  /** When the step is asked again, unless it is woken before. */
  readonly askAgainAt: Instant;
  /** When the saga turns back if the step still waits. */
  readonly until: Instant;
  /** When the step began to wait. */
  readonly since: Instant;
  /** How many attempts have failed since the last answer. */
  readonly failures: number;
  /** How many answers and wakes have been counted towards the log's limit. */
  readonly told: number;
}

/** Why something went wrong: a code in upper case, and a sentence that the customer may read. */
export interface Failure {
  /** The step that failed; absent if the failure is of the saga as a whole. */
  readonly step?: string;
  readonly item?: string;
  readonly code: string;
  readonly message: string;
}

/** The fields that a step's invoke answered, without nulls. */
export type StepOutput = Readonly<Record<string, Json>>;

export interface SagaEvent {
  /** The event's number in the saga's log, from 1; absent if the event only changes the state. */
  readonly sequence?: number;
  readonly at: Instant;
  readonly type: SagaEventType | SilentEventType;
  readonly step?: string;
  /** The item's key, for an instance of the step. */
  readonly item?: string;
  /** The number of the attempt within the step's current operation, from 1. */
  readonly attempt?: number;
  readonly code?: string;
  readonly message?: string;
  readonly actor?: string;
  readonly output?: StepOutput;
  /** When the step is tried again. */
  readonly nextAttemptAt?: Instant;
  /** Why the step waits. */
  readonly wait?: StepWait;
  /** The item keys of the instances that replace the step. */
  readonly items?: readonly string[];
  /** The id of the trace of the work, if that is not the trace in which the saga began. */
  readonly traceId?: string;
  /** If the participant was busy: how much of the operation's time, up to the next attempt, does not count, in ms. */
  readonly busyMs?: number;
  /** How much of the operation's time the attempt spent in the queue, which does not count either, in ms. */
  readonly queuedMs?: number;
}

/** An event of the saga's log. */
export type RecordedEvent = SagaEvent & { readonly sequence: number; readonly type: SagaEventType };

/** An operator's order to attempt nothing for now. */
export interface Pause {
  readonly at: Instant;
  readonly actor: string;
  readonly reason: string;
}

export interface StepState {
  readonly name: string;
  /** The key of this instance's item; absent if the step has no instances. */
  readonly item?: string;
  readonly subgraph: string;
  readonly kind: StepKind;
  readonly critical: boolean;
  /** Whether the step runs only after a compensation, once everything is undone. */
  readonly afterCompensation: boolean;
  readonly status: StepStatus;
  /** How many attempts of the current operation were made; a repeated one counts once it has failed or succeeded. */
  readonly attempts: number;
  readonly startedAt?: Instant;
  /**
   * When the current operation began, moved later by the time for which its participant was busy or its attempts
   * queued.
   */
  readonly operationStartedAt?: Instant;
  /** How many attempts of the current operation found the participant busy, and when the first one did. */
  readonly busy?: { readonly attempts: number; readonly since: Instant };
  readonly nextAttemptAt?: Instant;
  readonly finishedAt?: Instant;
  /** What the step waits for; present while it is WAITING. */
  readonly wait?: StepWait;
  readonly error?: Pick<Failure, 'code' | 'message'>;
  readonly output?: StepOutput;
}

/** The state of a saga, as plain JSON. */
export interface SagaState {
  readonly id: string;
  /** The name of the definition. */
  readonly definitionName: string;
  /** The hash of the definition that the saga began with. */
  readonly definitionHash: string;
  readonly input: Json;
  readonly status: SagaStatus;
  /** BACKWARD once the saga has turned back. */
  readonly direction: 'FORWARD' | 'BACKWARD';
  /** The steps in the order of the definition, those after compensation last. */
  readonly steps: readonly StepState[];
  /** Why the saga has turned back. */
  readonly failure?: Failure;
  /** Why no coordinator can go on with the saga, whatever the state of its steps. */
  readonly halted?: Failure | undefined;
  /** Who paused the saga and why; no attempt is made until it is resumed. */
  readonly paused?: Pause | undefined;
  /** When the saga's time stopped because a step waits; it runs again once no step waits and the saga is not paused. */
  readonly stoppedSince?: Instant | undefined;
  readonly startedAt: Instant;
  /** When the saga turns back, if it still can. */
  readonly deadline: Instant;
  readonly finishedAt?: Instant;
  /** The events so far; the n-th has sequence n. */
  readonly log: readonly RecordedEvent[];
}

/** The step's name and, for an instance, its item. */
export const refOf = ({ name, item }: Pick<StepState, 'name' | 'item'>): StepRef =>
  item === undefined ? { step: name } : { step: name, item };

/** Whether a reference names this step or instance. */
export const isNamed = ({ name, item }: Pick<StepState, 'name' | 'item'>, named: StepRef): boolean =>
  name === named.step && item === named.item;

/** A step or instance as one word, such as `bookParcel` or `bookParcel:EAST`. */
export const labelOf = ({ step, item }: StepRef): string => (item === undefined ? step : `${step}:${item}`);

/** Whether a step of the saga waits. */
export const isWaiting = ({ steps }: Pick<SagaState, 'steps'>): boolean =>
  steps.some(({ status }) => status === 'WAITING');

/** The sequence of the newest event; 0 before the first. */
export const sequenceOf = (saga: SagaState): number => saga.log.length;

/** Whether nothing will ever happen to the saga again. */
export const hasEnded = (saga: Pick<SagaState, 'status'>): boolean =>
  saga.status === 'COMPLETED' || saga.status === 'COMPENSATED';

/** Why the saga is being undone, was undone or is stuck. */
export const failureOf = (saga: SagaState): Failure | undefined => {
  if (hasEnded(saga)) return saga.failure;
  const stuck = saga.steps.find((step) => step.status === 'STUCK');
  return saga.halted ?? saga.failure ?? (stuck?.error && { ...refOf(stuck), ...stuck.error });
};

/** Why a saga is STUCK, in a sentence; undefined if it is not. */
export const stuckReasonOf = (saga: SagaState): string | undefined => {
  if (saga.status !== 'STUCK') return undefined;
  if (saga.halted !== undefined) return saga.halted.message;
  const stuck = saga.steps.find((step) => step.status === 'STUCK');
  return stuck && `${labelOf(refOf(stuck))}: ${stuck.error?.message ?? 'It cannot go on.'}`;
};

/** The labels of the steps that an operator left done although the saga is undone. */
export const waivedSteps = (saga: SagaState): readonly string[] =>
  saga.steps.filter(({ status }) => status === 'WAIVED').map((step) => labelOf(refOf(step)));
