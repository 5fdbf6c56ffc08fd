import {
  hasEnded,
  labelOf,
  refOf,
  type Instant,
  type SagaState,
  type StepStatus,
} from '@counterstep/saga-engine';

/** A step as the coordinator knows it. */
export interface AuditedStep {
  readonly name: string;
  /** The item's key, for an instance of the step. */
  readonly item?: string;
  readonly subgraph: string;
  /** The participant's mutation that does the step; undefined if no known definition has the step. */
  readonly mutation: string | undefined;
  readonly status: StepStatus;
  /** Whether the step was ever tried. */
  readonly begun: boolean;
  /** Whether an operator resolved the step. */
  readonly resolved: boolean;
}

/** A saga as the coordinator knows it. */
export interface AuditedSaga {
  readonly id: string;
  readonly type: string;
  readonly status: SagaState['status'];
  readonly ended: boolean;
  /** Whether no coordinator has gone on with the saga for long. */
  readonly overdue: boolean;
  /** Whether the participants have removed their records of the saga's steps. */
  readonly archived?: boolean;
  readonly subject?: string;
  readonly steps: readonly AuditedStep[];
}

/** Finds the mutation that does a step of a saga. */
export type MutationOf = (
  saga: Pick<SagaState, 'definitionName' | 'definitionHash'>,
  step: string,
) => string | undefined;

/** The part of a saga that an audit compares; the saga is overdue if it has been due since before `since`. */
export function auditedSaga(
  saga: SagaState & { readonly subject?: string; readonly dueAt?: Instant; readonly archivedAt?: Instant },
  mutationOf: MutationOf,
  since: Instant,
): AuditedSaga {
  const resolved = new Set(
    saga.log.flatMap(({ type, step, item }) =>
      type === 'STEP_RESOLVED' && step ? [labelOf(item === undefined ? { step } : { step, item })] : [],
    ),
  );
  const ended = hasEnded(saga);
  return {
    id: saga.id,
    type: saga.definitionName,
    status: saga.status,
    ended,
    overdue: !ended && saga.dueAt !== undefined && saga.dueAt < since,
    archived: saga.archivedAt !== undefined,
    ...(saga.subject !== undefined && { subject: saga.subject }),
    steps: saga.steps.map(({ name, item, subgraph, status, startedAt }) => ({
      ...{ name, subgraph, status },
      ...(item !== undefined && { item }),
      mutation: mutationOf(saga, name),
      begun: startedAt !== undefined,
      resolved: resolved.has(labelOf(refOf({ name, ...(item !== undefined && { item }) }))),
    })),
  };
}
