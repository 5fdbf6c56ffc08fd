import type { AuditCode } from '../generated/schema.ts';

export type { AuditCode };

/** Two sides that do not say the same; both are told in words, so that an operator can look at both. */
export interface Finding {
  readonly code: AuditCode;
  /** What is wrong, in a sentence. */
  readonly message: string;
  readonly sagaId?: string;
  readonly sagaType?: string;
  readonly step?: string;
  readonly orderId?: string;
  readonly subgraph?: string;
  /** The product and the warehouse, for findings about stock. */
  readonly stockItem?: string;
  /** What the coordinator says. */
  readonly coordinator: string;
  /** What the participant says. */
  readonly participant: string;
}

/** Kinds that an operator should know of and that are no fault. */
const notes: ReadonlySet<AuditCode> = new Set<AuditCode>([
  'SAGA_OVERDUE',
  'SAGA_WAIVED',
  'DEFINITION_UNKNOWN',
  'EXPLAINED_BY_OPERATOR',
  'STOCK_UNSETTLED',
]);

export const isNote = ({ code }: Finding): boolean => notes.has(code);

/** The same for the same fault, whenever it is looked at; of stock, unsettled and wrong count as the same. */
export const findingKey = ({ code, subgraph, sagaId, step, orderId, stockItem }: Finding): string =>
  JSON.stringify(stockItem === undefined ? [code, subgraph, sagaId, step, orderId] : [stockItem]);

/** What the first look saw and the second one sees too, in the words of the second. */
export function confirmed(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const seen = new Set(first.map(findingKey));
  return distinct(second.filter((finding) => seen.has(findingKey(finding))));
}

/** Each finding once. */
export const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [findingKey(finding), finding])).values(),
];
