import type { Trace } from '@counterstep/primitives';
import type { BarrierRecord, RecordDraft } from './rules.ts';

/** What becomes durable together: the work of a step, and what the barrier then remembers. */
export interface BarrierCommit<Writes> {
  /** What the step has decided, in the words of its database; undefined is nothing. */
  readonly writes: Writes | undefined;
  readonly record: RecordDraft;
  /** The version of the record that it takes the place of; undefined where there is none yet. */
  readonly replaces: number | undefined;
}

/** Which records are read, in the order in which they were first recorded, and then by id. */
export interface RecordQuery {
  /** Only these; at most 1000. */
  readonly ids?: readonly string[];
  /** Only what was first recorded at or after this instant. */
  readonly since?: string;
  /** How many, 1 to 100. */
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
 * Where a service keeps what its barrier remembers: the database of its work, because both are written at once.
 * `Writes` is what that database takes.
 */
export interface BarrierStore<Writes> {
  get(id: string): Promise<BarrierRecord | undefined>;
  /**
   * Commits the work and the record, both or neither, durably.
   *
   * @throws {Error} a lost race, when the stored record is not the one that is replaced, or another writer was faster; nothing
   * was changed.
   */
  commit(commit: BarrierCommit<Writes>, trace?: Trace): Promise<void>;
  /** Whether an error says that another writer was faster, so that the step is to be decided anew. */
  isLostRace(error: unknown): boolean;
  /** @throws {BadUserInput} when the cursor is not one of this list. */
  find(query: RecordQuery): Promise<RecordPage>;
  /** Removes records; answers how many there were. */
  forget(ids: readonly string[]): Promise<number>;
}
