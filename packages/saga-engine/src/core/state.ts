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

/** What changes a saga's state and is never kept in its log: a step that is not needed, and one that became instances. */
export type SilentEventType = 'STEP_SKIPPED' | 'STEP_FANNED_OUT';

/** What a step waits for. */
export type WaitFor = 'CUSTOMER' | 'PROVIDER' | 'OPERATOR' | 'PARCEL';

/** Names a step, or one instance of a step that is done once per item. */
export interface StepRef {
  readonly step: string;
  readonly item?: string;
}

/** Why a step waits, and for how long at most. */
export interface StepWait {
  readonly for: WaitFor;
  /** When it is asked again, unless somebody wakes it before. */
  readonly askAgainAt: Instant;
  /** From here on the saga turns back. */
  readonly until: Instant;
  /** When it began to wait. */
  readonly since: Instant;
  /** How often asking again has failed since its last answer. */
  readonly failures: number;
  /** How many answers and wakes are in the log. */
  readonly told: number;
}

/** Why something went wrong: a code in upper case, and a sentence that the customer may read. */
export interface Failure {
  /** The step that failed; absent where it is the saga as a whole. */
  readonly step?: string;
  readonly item?: string;
  readonly code: string;
  readonly message: string;
}

/** The fields that a step's invoke has answered, without what was null. */
export type StepOutput = Readonly<Record<string, Json>>;

export interface SagaEvent {
  /** The event's place in its saga, from 1; absent where it only changes the state and is not kept in the log. */
  readonly sequence?: number;
  readonly at: Instant;
  readonly type: SagaEventType | SilentEventType;
  readonly step?: string;
  /** The key of the item, of an instance of the step. */
  readonly item?: string;
  /** Which attempt of the step's present operation, from 1. */
  readonly attempt?: number;
  readonly code?: string;
  readonly message?: string;
  readonly actor?: string;
  readonly output?: StepOutput;
  /** When the step is tried again. */
  readonly nextAttemptAt?: Instant;
  /** Why the step waits. */
  readonly wait?: StepWait;
  /** The keys of the items for each of which there is an instance of the step from now on. */
  readonly items?: readonly string[];
  /** The trace of the work that it is about, where that is not the one in which the saga began. */
  readonly traceId?: string;
  /** The participant was busy: how much of the operation's time, up to the next attempt, does not count, in ms. */
  readonly busyMs?: number;
  /** How much of the operation's time was spent in the queue for the attempt, and does not count either, in ms. */
  readonly queuedMs?: number;
}

/** An event of the saga's log. */
export type RecordedEvent = SagaEvent & { readonly sequence: number; readonly type: SagaEventType };

/** An operator's word that nothing is to be attempted for now. */
export interface Pause {
  readonly at: Instant;
  readonly actor: string;
  readonly reason: string;
}

export interface StepState {
  readonly name: string;
  /** The key of the item that this instance of the step is about; absent where the step is done once. */
  readonly item?: string;
  readonly subgraph: string;
  readonly kind: StepKind;
  readonly critical: boolean;
  /** Whether the step is run once everything is undone, and only then. */
  readonly afterCompensation: boolean;
  readonly status: StepStatus;
  /** How often the present operation was tried; a repeated attempt counts once it has failed or succeeded. */
  readonly attempts: number;
  readonly startedAt?: Instant;
  /** When the present operation was begun; later by the time in which its participant was busy, or attempts queued. */
  readonly operationStartedAt?: Instant;
  /** How many attempts of the present operation found the participant busy, and when the first one did. */
  readonly busy?: { readonly attempts: number; readonly since: Instant };
  readonly nextAttemptAt?: Instant;
  readonly finishedAt?: Instant;
  /** Why it waits; there while it is WAITING. */
  readonly wait?: StepWait;
  readonly error?: Pick<Failure, 'code' | 'message'>;
  readonly output?: StepOutput;
}

/** Everything that the engine knows of a saga; plain JSON. */
export interface SagaState {
  readonly id: string;
  /** The name of the definition. */
  readonly definitionName: string;
  /** The hash of the definition that the saga began with. */
  readonly definitionHash: string;
  readonly input: Json;
  readonly status: SagaStatus;
  /** BACKWARD from the moment when the saga has turned back. */
  readonly direction: 'FORWARD' | 'BACKWARD';
  /** In the order of the definition, those after compensation last. */
  readonly steps: readonly StepState[];
  /** Why the saga has turned back. */
  readonly failure?: Failure;
  /** Why no coordinator can go on with the saga, whatever its steps say. */
  readonly halted?: Failure | undefined;
  /** Who has paused the saga: no attempt is made until it is resumed. */
  readonly paused?: Pause | undefined;
  /** Since when the time of the saga stands still, where a step has waited since: until none waits, and it is not paused. */
  readonly stoppedSince?: Instant | undefined;
  readonly startedAt: Instant;
  /** From here on the saga turns back, if it still can. */
  readonly deadline: Instant;
  readonly finishedAt?: Instant;
  /** What has happened; the n-th event has sequence n. */
  readonly log: readonly RecordedEvent[];
}

/** The step's name and, of an instance, its item. */
export const refOf = ({ name, item }: Pick<StepState, 'name' | 'item'>): StepRef =>
  item === undefined ? { step: name } : { step: name, item };

/** Whether a step, or an instance of it, is the one that is named. */
export const isNamed = ({ name, item }: Pick<StepState, 'name' | 'item'>, named: StepRef): boolean =>
  name === named.step && item === named.item;

/** A step, or an instance of it, in one word: `bookParcel`, `bookParcel:EAST`. */
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

/** Why a saga is STUCK, in a sentence; undefined where it is not. */
export const stuckReasonOf = (saga: SagaState): string | undefined => {
  if (saga.status !== 'STUCK') return undefined;
  if (saga.halted !== undefined) return saga.halted.message;
  const stuck = saga.steps.find((step) => step.status === 'STUCK');
  return stuck && `${labelOf(refOf(stuck))}: ${stuck.error?.message ?? 'It cannot go on.'}`;
};

/** The steps that an operator has left done though the saga is undone. */
export const waivedSteps = (saga: SagaState): readonly string[] =>
  saga.steps.filter(({ status }) => status === 'WAIVED').map((step) => labelOf(refOf(step)));
