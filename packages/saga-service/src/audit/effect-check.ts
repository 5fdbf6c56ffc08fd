import type { AuditedSaga } from './audited-saga.ts';
import type { Finding } from './finding.ts';

/** The result of a check of totals: its findings, and how many of each named thing it has examined. */
export interface Totals {
  readonly findings: readonly Finding[];
  readonly examined: Readonly<Record<string, number>>;
}

/** A domain's check of what its participants keep, beside records of steps, against its sagas. */
export interface EffectCheck {
  /** The codes of this check that are notes for an operator rather than faults. */
  readonly notes: readonly string[];
  /** Finds where the participants' data about at most 100 subjects does not match the subjects' sagas, oldest first. */
  compare(sagas: ReadonlyMap<string, readonly AuditedSaga[]>): Promise<readonly Finding[]>;
  /** The ids of all subjects that a participant has data about, in pages of at most 1000; an id may repeat. */
  kept(): AsyncIterable<readonly string[]>;
  /** Finds the participants' data about the given subjects, at most 1000, which no saga is about. */
  strays(subjects: readonly string[]): Promise<readonly Finding[]>;
  /** Checks data that belongs to no subject; each finding names an `item`. */
  totals(): Promise<Totals>;
}
