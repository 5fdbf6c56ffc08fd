import type { AuditedSaga, AuditedStep } from './audited-saga.ts';
import type { Finding, StepCode } from './finding.ts';

/** The record of a step in its participant's step barrier. */
export interface StepRecord {
  readonly sagaId: string;
  readonly step: string;
  /** The item's key, for an instance of the step. */
  readonly item?: string | null | undefined;
  readonly invoke?: 'INTENDED' | 'DONE' | 'REJECTED' | 'CANCELLED' | null | undefined;
  readonly compensated: boolean;
}

/** The key of a saga's step at its participant. */
export const stepKey = ({ sagaId, step, item }: Pick<StepRecord, 'sagaId' | 'step' | 'item'>): string =>
  item == null ? `${sagaId}:${step}` : `${sagaId}:${step}:${item}`;

/** A step or instance as one word, such as `bookParcel:EAST`. */
const labelOf = ({ name, item }: Pick<AuditedStep, 'name' | 'item'>): string =>
  item === undefined ? name : `${name}:${item}`;

const invokeWords = {
  INTENDED: 'begun, with no outcome',
  DONE: 'done',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled before it was done',
} as const;

const wordsOf = (record: StepRecord | undefined): string => {
  if (record === undefined) return 'no record';
  const invoke = record.invoke == null ? 'never heard of' : invokeWords[record.invoke];
  return record.compensated ? `${invoke}, and undone` : invoke;
};

const stepWords = ({ status, begun }: AuditedStep): string =>
  status === 'SKIPPED' && begun ? 'SKIPPED after it was tried' : status;

/**
 * The mismatch between a step's status and its record, if any; for a step in an intermediate status, any record is
 * right.
 */
function mismatch(step: AuditedStep, record: StepRecord | undefined): StepCode | undefined {
  switch (step.status) {
    case 'PENDING':
      return record === undefined ? undefined : 'STEP_UNKNOWN_TO_COORDINATOR';
    case 'SKIPPED':
      return record === undefined || step.begun ? undefined : 'STEP_UNKNOWN_TO_COORDINATOR';
    case 'REJECTED':
      return isOpen(record) ? 'STEP_UNKNOWN_TO_COORDINATOR' : undefined;
    case 'SUCCEEDED':
      return record?.invoke === 'DONE' && !record.compensated ? undefined : 'STEP_ABSENT_AT_PARTICIPANT';
    case 'COMPENSATED':
      return record?.compensated ? undefined : 'COMPENSATION_ABSENT_AT_PARTICIPANT';
    case 'STARTED':
    case 'WAITING':
    case 'UNKNOWN':
    case 'COMPENSATING':
    case 'STUCK':
    case 'WAIVED':
      return undefined;
  }
}

const isOpen = (record: StepRecord | undefined): boolean =>
  record !== undefined && !record.compensated && (record.invoke === 'DONE' || record.invoke === 'INTENDED');

const sentences = {
  STEP_UNKNOWN_TO_COORDINATOR: (step: string, subgraph: string) =>
    `${subgraph} has heard of ${step}, which the coordinator says never happened.`,
  STEP_ABSENT_AT_PARTICIPANT: (step: string, subgraph: string) =>
    `${step} is done for the coordinator, and not for ${subgraph}.`,
  COMPENSATION_ABSENT_AT_PARTICIPANT: (step: string, subgraph: string) =>
    `${step} is undone for the coordinator, and not for ${subgraph}.`,
} as const;

const isStepCode = (code: StepCode): code is keyof typeof sentences => code in sentences;

function compareStep(
  saga: AuditedSaga,
  step: AuditedStep,
  record: StepRecord | undefined,
): readonly Finding[] {
  const code = mismatch(step, record);
  if (code === undefined || !isStepCode(code)) return [];
  const message = sentences[code](labelOf(step), step.subgraph);
  return [
    {
      code: step.resolved ? 'EXPLAINED_BY_OPERATOR' : code,
      message: step.resolved ? `${message} An operator has told how the step ended.` : message,
      ...about(saga),
      step: labelOf(step),
      subgraph: step.subgraph,
      coordinator: stepWords(step),
      participant: wordsOf(record),
    },
  ];
}

/** The saga that a finding is about. */
export const about = ({
  id,
  type,
  subject,
}: AuditedSaga): Pick<Finding, 'sagaId' | 'sagaType' | 'subject'> => ({
  sagaId: id,
  sagaType: type,
  ...(subject !== undefined && { subject }),
});

/** Finds where a saga's steps do not match the participants' records, which are given by subgraph and step key. */
export const compareSteps = (
  saga: AuditedSaga,
  records: ReadonlyMap<string, ReadonlyMap<string, StepRecord>>,
): readonly Finding[] =>
  (saga.archived ? [] : saga.steps).flatMap((step) =>
    compareStep(
      saga,
      step,
      records.get(step.subgraph)?.get(stepKey({ sagaId: saga.id, step: step.name, item: step.item })),
    ),
  );

/** Finds records of a subgraph whose saga, or whose step, the coordinator does not know. */
export const unknownSteps = (
  subgraph: string,
  records: readonly StepRecord[],
  sagas: ReadonlyMap<string, AuditedSaga>,
): readonly Finding[] =>
  records.flatMap((record): readonly Finding[] => {
    const saga = sagas.get(record.sagaId);
    if (
      saga?.steps.some(
        (step) =>
          step.name === record.step && step.item === (record.item ?? undefined) && step.subgraph === subgraph,
      )
    )
      return [];
    const { item } = record;
    const step = labelOf({ name: record.step, ...(item != null && { item }) });
    return [
      {
        code: 'STEP_UNKNOWN_TO_COORDINATOR',
        message: `${subgraph} has heard of ${step} of a saga that ${saga ? 'has no such step' : 'does not exist'}.`,
        ...(saga ? about(saga) : { sagaId: record.sagaId }),
        step,
        subgraph,
        coordinator: saga ? 'no such step' : 'no such saga',
        participant: wordsOf(record),
      },
    ];
  });

/** Findings that an operator should see whatever the participants' records are. */
export function sagaNotes(saga: AuditedSaga): readonly Finding[] {
  const waived = saga.steps.filter(({ status }) => status === 'WAIVED');
  const note = (code: StepCode, message: string, coordinator: string): Finding => ({
    ...{ code, message, coordinator, participant: 'not asked' },
    ...about(saga),
  });
  return [
    ...(saga.status === 'STUCK' || saga.overdue
      ? [
          note(
            'SAGA_OVERDUE',
            saga.status === 'STUCK' ? 'The saga is stuck.' : 'Nobody has gone on with the saga for long.',
            saga.status,
          ),
        ]
      : []),
    ...waived.map((step) => ({
      ...note(
        'SAGA_WAIVED',
        `An operator left ${step.name} as it is.`,
        `${saga.status}, ${step.name} WAIVED`,
      ),
      step: step.name,
      subgraph: step.subgraph,
    })),
    ...(saga.steps.some(({ mutation }) => mutation === undefined)
      ? [note('DEFINITION_UNKNOWN', 'No definition is known that has all steps of the saga.', saga.status)]
      : []),
  ];
}
