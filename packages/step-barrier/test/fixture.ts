import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@counterstep/primitives';
import {
  openDocumentStore,
  StoreUnavailable,
  type Collection,
  type Document,
  type DocumentStore,
} from '@counterstep/document-store';

/** How often the work of a step was done and undone. */
export interface Effect extends Document {
  readonly done: number;
  readonly undone: number;
}

export interface Bench {
  readonly store: DocumentStore;
  readonly effects: Collection<Effect>;
  close(): Promise<void>;
}

/** A SQLite store of its own, with a collection that counts effects. */
export async function openBench(): Promise<Bench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-barrier-'));
  const store = await openDocumentStore({ service: 'bench', mongoDb: 'unused', dataDir });
  return {
    store,
    effects: store.collection<Effect>({ name: 'effects' }),
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Where an attempt is struck: which of its commits fails before it happens, or happens and loses its reply. */
export interface StoreFault {
  readonly commit: number;
  readonly kind: 'never-happens' | 'reply-lost';
}

/** The same store, as an attempt sees it whose connection breaks. */
export function faultyStore(store: DocumentStore, fault: StoreFault | undefined): DocumentStore {
  let commits = 0;
  return {
    exclusive: store.exclusive,
    collection: (spec) => store.collection(spec),
    commit: async (writes) => {
      commits += 1;
      const struck = fault?.commit === commits;
      if (struck && fault.kind === 'never-happens')
        throw new StoreUnavailable('The connection broke before.');
      await store.commit(writes);
      if (struck) throw new StoreUnavailable('The connection broke after.');
    },
    changes: (collection) => store.changes(collection),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

/** A third party that honours idempotency keys: a cancelled key can never be charged any more. */
export class Provider {
  readonly #charged = new Set<string>();
  readonly #cancelled = new Set<string>();
  /** How often money moved, by key. */
  readonly charges = new Map<string, number>();
  readonly refunds = new Map<string, number>();

  charge(key: string): 'charged' | 'cancelled' {
    if (this.#cancelled.has(key)) return 'cancelled';
    if (!this.#charged.has(key)) this.charges.set(key, (this.charges.get(key) ?? 0) + 1);
    this.#charged.add(key);
    return 'charged';
  }

  /** Whether there was something to give back. */
  cancel(key: string): boolean {
    const charged = this.#charged.has(key);
    if (charged && !this.#cancelled.has(key)) this.refunds.set(key, (this.refunds.get(key) ?? 0) + 1);
    this.#cancelled.add(key);
    return charged;
  }
}

/** A clock whose time can be passed by the work of an attempt. */
export class AttemptClock implements Clock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
