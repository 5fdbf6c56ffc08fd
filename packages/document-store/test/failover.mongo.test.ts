import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Document,
  type DocumentStore,
  openDocumentStore,
  StoreBusy,
  type Write,
} from '@counterstep/document-store';
import { describeWithReplicaSet } from '@counterstep/document-store/testing';

interface Entry extends Document {
  readonly count?: number;
}

const LANES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Writers on one store, which note the commits that were acknowledged and those that were not. */
class Writers {
  readonly inserted: string[] = [];
  readonly versions = new Map<string, number>();
  transactions = 0;
  readonly failures: unknown[] = [];
  readonly #store: DocumentStore;
  #stopped = false;
  #waiting: { readonly commits: number; readonly resolve: () => void } | undefined;

  constructor(store: DocumentStore) {
    this.#store = store;
  }

  get entries() {
    return this.#store.collection<Entry>({ name: 'entries' });
  }

  #acknowledged(): void {
    if (this.#waiting && this.inserted.length >= this.#waiting.commits) this.#waiting.resolve();
  }

  /** Resolves after `commits` more acknowledged commits. */
  more(commits: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { commits: this.inserted.length + commits, resolve };
    });
  }

  /** Commits, and repeats busy commits; had a busy one written anything, its repeated insert would be refused. */
  async #commit(writes: readonly Write[]): Promise<void> {
    for (;;) {
      try {
        await this.#store.commit(writes);
        return;
      } catch (error) {
        if (!(error instanceof StoreBusy)) throw error;
      }
    }
  }

  async #step(lane: string, number: number): Promise<void> {
    const { entries } = this;
    const id = `${lane}${number}`;
    if (number % 2 === 0) {
      await this.#commit([entries.insert({ id })]);
    } else {
      await this.#commit([entries.insert({ id }), entries.update('total', {}, { $inc: { count: 1 } })]);
      this.transactions += 1;
    }
    this.inserted.push(id);
    const version = this.versions.get(lane) ?? 1;
    expect(await entries.get(lane)).toMatchObject({ version });
    await this.#commit([entries.update(lane, { version }, { $inc: { count: 1 } })]);
    this.versions.set(lane, version + 1);
    this.#acknowledged();
  }

  async #lane(lane: string): Promise<void> {
    for (let number = 0; !this.#stopped; number += 1) await this.#step(lane, number);
  }

  async run(): Promise<void> {
    const { entries } = this;
    await this.#store.commit(['total', ...LANES].map((id) => entries.insert({ id, count: 0 })));
    const outcomes = await Promise.allSettled(LANES.map((lane) => this.#lane(lane)));
    this.failures.push(
      ...outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])),
    );
  }

  stop(): void {
    this.#stopped = true;
  }
}

describeWithReplicaSet(
  { describe, beforeAll, afterAll },
  'a replica set that loses its primary',
  (replicaSet) => {
    it('loses no acknowledged commit, doubles none, refuses none wrongly, and shows every change', async () => {
      const store = await openDocumentStore({
        service: 'failover',
        mongoUri: replicaSet().uri,
        mongoDb: 'test',
        dataDir: 'unused',
      });
      const writers = new Writers(store);
      const { entries } = writers;
      const feed = await store.changes(entries);
      const seen = new Map<string, Entry>();
      const watching = (async () => {
        for await (const change of feed) {
          if (change.kind === 'put') seen.set(change.document.id, change.document);
          if (seen.has('end')) return;
        }
      })();

      const writing = writers.run();
      await writers.more(200);
      await replicaSet().stepDown();
      await writers.more(200);
      const killed = await replicaSet().primary();
      await killed.kill();
      await writers.more(200);
      await killed.restart();
      await writers.more(200);
      writers.stop();
      await writing;
      await store.commit([entries.insert({ id: 'end' })]);
      await watching;

      expect(writers.failures).toEqual([]);
      const stored = await entries.getMany([...writers.inserted, 'total', ...LANES]);
      expect(stored.size).toBe(writers.inserted.length + LANES.length + 1);
      await expect(entries.count()).resolves.toBe(stored.size + 1);
      expect(stored.get('total')).toMatchObject({
        count: writers.transactions,
        version: writers.transactions + 1,
      });
      for (const [lane, version] of writers.versions) {
        expect(stored.get(lane)).toMatchObject({ version, count: version - 1 });
      }
      expect([...stored.values()].filter((entry) => seen.get(entry.id)?.version !== entry.version)).toEqual(
        [],
      );
      await store.close();
    }, 120_000);
  },
);
