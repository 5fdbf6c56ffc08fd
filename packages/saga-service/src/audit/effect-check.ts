import type { AuditedSaga } from './audited-saga.ts';
import type { Finding } from './finding.ts';

/** What a check of totals says, and how much of what it has looked at, by a name of its own. */
export interface Totals {
  readonly findings: readonly Finding[];
  readonly examined: Readonly<Record<string, number>>;
}

/** How a domain compares what participants keep, beside their records of steps, with what its sagas say. */
export interface EffectCheck {
  /** Those of its codes that an operator should know of and that are no fault. */
  readonly notes: readonly string[];
  /** Finds where what is kept of at most 100 subjects does not fit all of their sagas, which come oldest first. */
  compare(sagas: ReadonlyMap<string, readonly AuditedSaga[]>): Promise<readonly Finding[]>;
  /** The ids of all subjects of which a participant keeps something, in pages of at most 1000; an id may come several times. */
  kept(): AsyncIterable<readonly string[]>;
  /** Finds what is kept of subjects, at most 1000, that no saga knows. */
  strays(subjects: readonly string[]): Promise<readonly Finding[]>;
  /** Compares what belongs to no subject; what it finds names an `item`. */
  totals(): Promise<Totals>;
}
