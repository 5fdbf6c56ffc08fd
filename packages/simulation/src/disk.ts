import type { Write } from '@counterstep/document-store';
import type { MemoryDatabase } from '@counterstep/document-store/memory';
import type { Defects } from './defects.ts';

/** A database on a disk that may be full. */
export class Disk {
  readonly database: MemoryDatabase;
  readonly #keep: (writes: readonly Write[]) => readonly Write[];
  #fullUntil = 0;

  /** `keep` selects the writes of a commit that the disk really keeps. */
  constructor(
    database: MemoryDatabase,
    keep: (writes: readonly Write[]) => readonly Write[] = (writes) => writes,
  ) {
    this.database = database;
    this.#keep = keep;
  }

  fillUntil(time: number): void {
    this.#fullUntil = Math.max(this.#fullUntil, time);
  }

  /** Frees space. */
  free(): void {
    this.#fullUntil = 0;
  }

  isFull(now: number): boolean {
    return now < this.#fullUntil;
  }

  /**
   * Commits to the database.
   *
   * @throws {WriteRejected} if a write is refused; nothing was changed.
   */
  commit(writes: readonly Write[]): void {
    this.database.commit(this.#keep(writes));
  }
}

/** With the defect `versionIgnored`, adapts every replacement to the stored version. */
export const withoutVersionCheck =
  (database: MemoryDatabase, { versionIgnored = false }: Defects) =>
  (writes: readonly Write[]): readonly Write[] =>
    versionIgnored
      ? writes.map((write) => {
          if (write.kind !== 'replace') return write;
          const stored = database.tableOf(write.collection).get(write.document.id);
          return stored === undefined ? write : { ...write, expectedVersion: stored.version };
        })
      : writes;
