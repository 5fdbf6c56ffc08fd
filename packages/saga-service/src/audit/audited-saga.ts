import {
  hasEnded,
  labelOf,
  refOf,
  type Instant,
  type SagaState,
  type StepStatus,
} from '@counterstep/saga-engine';

/** What the coordinator says of one step. */
export interface AuditedStep {
  readonly name: string;
  /** The key of the item, of an instance of the step. */
  readonly item?: string;
  readonly subgraph: string;
  /** The participant's mutation that does it; undefined where no definition is known that has the step. */
  readonly mutation: string | undefined;
  readonly status: StepStatus;
  /** Whether it was ever tried. */
  readonly begun: boolean;
  /** Whether an operator told how it ended. */
  readonly resolved: boolean;
}

/** What the coordinator says of one saga. */
export interface AuditedSaga {
  readonly id: string;
  readonly type: string;
  readonly status: SagaState['status'];
  readonly ended: boolean;
  /** Whether nobody has gone on with it for long. */
  readonly overdue: boolean;
  /** Whether the participants have forgotten its steps. */
  readonly archived?: boolean;
  readonly subject?: string;
  readonly steps: readonly AuditedStep[];
}

/** The mutation that does a step of a saga, by the step's name. */
export type MutationOf = (
  saga: Pick<SagaState, 'definitionName' | 'definitionHash'>,
  step: string,
) => string | undefined;

/** What a saga says, as far as it is compared; it is overdue where it could have been claimed before `since`. */
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
