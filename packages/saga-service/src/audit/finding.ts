/** The codes of the comparison of steps; a domain's effect checks have codes of their own. */
export type StepCode =
  | 'STEP_UNKNOWN_TO_COORDINATOR'
  | 'STEP_ABSENT_AT_PARTICIPANT'
  | 'COMPENSATION_ABSENT_AT_PARTICIPANT'
  | 'SAGA_OVERDUE'
  | 'SAGA_WAIVED'
  | 'DEFINITION_UNKNOWN'
  | 'EXPLAINED_BY_OPERATOR';

/** A difference between coordinator and participant, with both sides in words, so that an operator can look at each. */
export interface Finding {
  readonly code: string;
  /** The difference, in a sentence. */
  readonly message: string;
  readonly sagaId?: string;
  readonly sagaType?: string;
  readonly step?: string;
  /** The subject of the sagas concerned. */
  readonly subject?: string;
  readonly subgraph?: string;
  /** What a check of totals found fault with, if that is neither a saga nor a subject. */
  readonly item?: string;
  /** The coordinator's side. */
  readonly coordinator: string;
  /** The participant's side. */
  readonly participant: string;
}

/** The codes of the comparison of steps that are notes for an operator rather than faults. */
export const stepNotes: readonly StepCode[] = [
  'SAGA_OVERDUE',
  'SAGA_WAIVED',
  'DEFINITION_UNKNOWN',
  'EXPLAINED_BY_OPERATOR',
];

/** The identity of a fault, which is the same in every look; all findings about one item are the same fault. */
export const findingKey = ({ code, subgraph, sagaId, step, subject, item }: Finding): string =>
  JSON.stringify(item === undefined ? [code, subgraph, sagaId, step, subject] : [item]);

/** The findings of the second look that the first look had too. */
export function confirmed(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const seen = new Set(first.map(findingKey));
  return distinct(second.filter((finding) => seen.has(findingKey(finding))));
}

/** The findings without repetitions of a fault; the last one counts. */
export const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [findingKey(finding), finding])).values(),
];
