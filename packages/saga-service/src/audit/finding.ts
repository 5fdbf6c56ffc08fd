/** What the comparison of steps finds; a domain's checks of effects have codes of their own. */
export type StepCode =
  | 'STEP_UNKNOWN_TO_COORDINATOR'
  | 'STEP_ABSENT_AT_PARTICIPANT'
  | 'COMPENSATION_ABSENT_AT_PARTICIPANT'
  | 'SAGA_OVERDUE'
  | 'SAGA_WAIVED'
  | 'DEFINITION_UNKNOWN'
  | 'EXPLAINED_BY_OPERATOR';

/** Two sides that do not say the same; both are told in words, so that an operator can look at both. */
export interface Finding {
  readonly code: string;
  /** What is wrong, in a sentence. */
  readonly message: string;
  readonly sagaId?: string;
  readonly sagaType?: string;
  readonly step?: string;
  /** What the sagas that it is about are about. */
  readonly subject?: string;
  readonly subgraph?: string;
  /** What a check of totals is about, where no saga and no subject is. */
  readonly item?: string;
  /** What the coordinator says. */
  readonly coordinator: string;
  /** What the participant says. */
  readonly participant: string;
}

/** Codes of the comparison of steps that an operator should know of and that are no fault. */
export const stepNotes: readonly StepCode[] = [
  'SAGA_OVERDUE',
  'SAGA_WAIVED',
  'DEFINITION_UNKNOWN',
  'EXPLAINED_BY_OPERATOR',
];

/** The same for the same fault, whenever it is looked at; of one item, whatever is said of it is the same. */
export const findingKey = ({ code, subgraph, sagaId, step, subject, item }: Finding): string =>
  JSON.stringify(item === undefined ? [code, subgraph, sagaId, step, subject] : [item]);

/** What the first look saw and the second one sees too, in the words of the second. */
export function confirmed(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const seen = new Set(first.map(findingKey));
  return distinct(second.filter((finding) => seen.has(findingKey(finding))));
}

/** Each finding once. */
export const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [findingKey(finding), finding])).values(),
];
