import {
  StoreFull,
  StoreUnavailable,
  type Changefeed,
  type Collection,
  type CollectionSpec,
  type Document,
  type DocumentStore,
  type Write,
} from '@counterstep/document-store';
import { openMemoryStore } from '@counterstep/document-store/memory';
import { derive } from '@counterstep/service-kit';
import type { Disk } from './disk.ts';
import type { FaultKind } from './faults.ts';
import { never, type Process } from './process.ts';
import { latencyOf, applyFault, type World } from './world.ts';

export interface RemoteStoreOptions {
  readonly exclusive: boolean;
  /** The faults of reads and commits besides those of the store itself. */
  readonly faults: readonly FaultKind[];
  /** The name of a write in the points of faults; default: with the id of its document. */
  readonly wordOf?: (write: Write) => string;
}

const lost = (): StoreUnavailable => new StoreUnavailable('The connection to the store is lost.');

const withId = (write: Write): string => {
  const id = write.kind === 'insert' || write.kind === 'replace' ? write.document.id : write.id;
  return `${write.kind} ${id}`;
};

/** A store as one process sees it: every answer takes time, and any fault may happen on the way. */
export class RemoteStore implements DocumentStore {
  readonly exclusive: boolean;
  readonly #world: World;
  readonly #process: Process;
  readonly #disk: Disk;
  readonly #store: DocumentStore;
  readonly #faults: readonly FaultKind[];
  readonly #wordOf: (write: Write) => string;

  constructor(
    world: World,
    process: Process,
    disk: Disk,
    { exclusive, faults, wordOf = withId }: RemoteStoreOptions,
  ) {
    this.#world = world;
    this.#process = process;
    this.#disk = disk;
    this.#faults = faults;
    this.#wordOf = wordOf;
    this.exclusive = exclusive;
    this.#store = openMemoryStore(disk.database, { exclusive });
  }

  collection<T extends Document>(spec: CollectionSpec<T>): Collection<T> {
    const collection = this.#store.collection(spec);
    return {
      ...collection,
      get: (id) => this.#read('one', () => collection.get(id)),
      getMany: (ids) => this.#read('some', () => collection.getMany(ids)),
      find: (query) => this.#read('list', () => collection.find(query)),
      count: (where) => this.#read('count', () => collection.count(where)),
    };
  }

  async #read<Result>(what: string, read: () => Promise<Result>): Promise<Result> {
    const { scheduler, faults } = this.#world;
    const process = this.#process;
    if (!process.isAlive) return never();
    const place = `${process.name} reads ${what}`;
    // Coordinators read all the time, and little depends on a single read, so faults are rarer here.
    const fault = faults.at(place, ['store-lost', 'store-slow', ...this.#faults], 0.2);
    await applyFault(this.#world, process, fault);
    const slow = fault?.kind === 'store-slow' ? fault.ms : 0;
    await scheduler.travel(process, latencyOf(this.#world, place) + slow);
    if (fault?.kind === 'store-lost') throw lost();
    return read();
  }

  async commit(writes: readonly Write[]): Promise<void> {
    const { scheduler, faults } = this.#world;
    const process = this.#process;
    if (!process.isAlive) return never();
    const place = `${process.name} commits ${writes.map(this.#wordOf).join(', ')}`;
    const fault = faults.at(place, [
      ...(['store-lost', 'store-slow', 'commit-unknown', 'disk-full', 'crash-in-flight'] as const),
      ...(this.exclusive ? [] : (['commit-late'] as const)),
      ...this.#faults,
    ]);
    await applyFault(this.#world, process, fault);
    const wait = latencyOf(this.#world, place);
    const perform = async (): Promise<void> => {
      if (fault?.kind === 'disk-full') this.#disk.fillUntil(scheduler.now + fault.ms);
      await this.#perform(writes);
    };
    if (fault?.kind === 'commit-late')
      void scheduler.travel(undefined, wait + fault.ms).then(() => perform().catch(() => undefined));
    if (fault?.kind === 'commit-late' || fault?.kind === 'store-lost') {
      await scheduler.travel(process, wait);
      throw lost();
    }
    if (fault?.kind === 'crash-in-flight') process.kill();
    const slow = fault?.kind === 'store-slow' ? fault.ms : 0;
    await (this.exclusive ? this.#commitHere(perform, wait + slow) : this.#commitThere(perform, wait + slow));
    if (fault?.kind === 'commit-unknown') throw lost();
  }

  /** Commits to a store on the same machine, where nothing of a dead process can be performed later. */
  async #commitHere(perform: () => Promise<void>, ms: number): Promise<void> {
    if (!this.#process.isAlive) {
      await perform().catch(() => undefined);
      return never();
    }
    await this.#world.scheduler.travel(this.#process, ms);
    await perform();
  }

  /** Commits to a remote store, which performs a sent commit whatever happens to the process. */
  async #commitThere(perform: () => Promise<void>, ms: number): Promise<void> {
    const { scheduler } = this.#world;
    await scheduler.travel(undefined, ms);
    const [outcome] = await Promise.allSettled([perform()]);
    await scheduler.travel(this.#process, ms / 2);
    if (outcome.status === 'rejected') throw outcome.reason;
  }

  /**
   * Performs a commit on the disk.
   *
   * @throws {StoreFull} if the disk is full.
   * @throws {WriteRejected} if a write is refused.
   */
  #perform(writes: readonly Write[]): Promise<void> {
    return new Promise((resolve) => {
      if (this.#disk.isFull(this.#world.scheduler.now)) throw new StoreFull();
      this.#disk.commit(writes);
      resolve();
    });
  }

  async changes<T extends Document>(collection: Collection<T>): Promise<Changefeed<T>> {
    const feed = await this.#read('changes', () => this.#store.changes(collection));
    return derive(feed, async (change) => {
      if (!this.#process.isAlive) return never();
      const { scheduler, faults } = this.#world;
      const place = `${this.#process.name} is told a change`;
      const fault = faults.at(place, ['feed-breaks'], 0.2);
      await scheduler.travel(this.#process, latencyOf(this.#world, place));
      if (fault === undefined) return change;
      throw lost();
    });
  }

  ping(): Promise<void> {
    return this.#store.ping();
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
