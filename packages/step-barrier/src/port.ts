import type { Trace } from '@counterstep/primitives';
import type { BarrierRecord, RecordDraft } from './rules.ts';

/** A step's work and the barrier's record of it, which become durable together. */
export interface BarrierCommit<Writes> {
  /** The step's writes, in its database's own terms; undefined if there are none. */
  readonly writes: Writes | undefined;
  readonly record: RecordDraft;
  /** The version of the record that this one replaces; undefined if there is none yet. */
  readonly replaces: number | undefined;
}

/** A query for records, which come in the order in which they were first recorded, and then by id. */
export interface RecordQuery {
  /** Restricts the query to these records, at most 1000. */
  readonly ids?: readonly string[];
  /** Restricts the query to records first written at or after this instant. */
  readonly since?: string;
  /** The most records to return, 1 to 100. */
  readonly limit: number;
  /** The cursor of the record before the first wanted. */
  readonly after?: string;
}

/** A page of records. */
export interface RecordPage {
  readonly edges: readonly { readonly cursor: string; readonly node: BarrierRecord }[];
  readonly hasNextPage: boolean;
}

/**
 * The store of a barrier's records: the database of the service's work, because both are written at once. `Writes` is
 * the type of that database's writes.
 */
export interface BarrierStore<Writes> {
  get(id: string): Promise<BarrierRecord | undefined>;
  /**
   * Commits the work and the record durably, both or neither.
   *
   * @throws {Error} a lost race, if the stored record is not the one to replace or another writer was faster; nothing
   * was changed.
   */
  commit(commit: BarrierCommit<Writes>, trace?: Trace): Promise<void>;
  /** Whether an error means that another writer was faster, so that the step must be decided anew. */
  isLostRace(error: unknown): boolean;
  /**
   * Finds records.
   *
   * @throws {BadUserInput} if the cursor is not one of this list.
   */
  find(query: RecordQuery): Promise<RecordPage>;
  /** Removes records; returns how many there were. */
  forget(ids: readonly string[]): Promise<number>;
}
