import { setMaxListeners } from 'node:events';
import type { Changefeed } from '@counterstep/document-store';
import type { SagaDocument, SagaStore } from './saga-store.ts';
import { linkedTo, sleep, type EngineClock } from './clock.ts';
import type { EngineLog } from './ports.ts';

/** Receives the stored states of a saga; a state may come twice or be skipped, but the newest always comes. */
export type SagaListener = (saga: SagaDocument) => void;

export interface WatchOptions {
  readonly store: SagaStore;
  readonly clock: EngineClock;
  readonly log: EngineLog;
  /** How long to wait before a broken changefeed is opened again, in ms. */
  readonly reopenMs: number;
}

/** Sends listeners the stored states of sagas, whichever coordinator writes them. */
export class SagaWatch {
  readonly #options: WatchOptions;
  readonly #listeners = new Map<string, Set<SagaListener>>();
  readonly #listenersToAll = new Set<SagaListener>();
  readonly #stopped = new AbortController();
  #feed: Changefeed<SagaDocument> | undefined;
  #following: Promise<void> | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    // Each waiting client adds a listener.
    setMaxListeners(0, this.#stopped.signal);
  }

  /** Follows the commits of other coordinators, if there can be any. */
  start(): void {
    if (!this.#options.store.exclusive) this.#following ??= this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#feed?.return?.();
    await this.#following;
  }

  /** Sends the listeners a saga's stored state. */
  publish(saga: SagaDocument): void {
    for (const listener of [...(this.#listeners.get(saga.id) ?? [])]) listener(saga);
    for (const listener of [...this.#listenersToAll]) listener(saga);
  }

  /** Sends the listener every known state of every saga from now on; the returned function stops it. */
  watchAll(listener: SagaListener): () => void {
    this.#listenersToAll.add(listener);
    return () => {
      this.#listenersToAll.delete(listener);
    };
  }

  /** Sends the listener every known state of the saga from now on; the returned function stops it. */
  watch(sagaId: string, listener: SagaListener): () => void {
    const listeners = this.#listeners.get(sagaId) ?? new Set();
    this.#listeners.set(sagaId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(sagaId) === listeners) this.#listeners.delete(sagaId);
    };
  }

  /** The first known state that meets the condition; undefined if there is none within `timeoutMs`. */
  async until(
    sagaId: string,
    condition: (saga: SagaDocument) => boolean,
    timeoutMs: number,
  ): Promise<SagaDocument | undefined> {
    const { controller: over, unlink } = linkedTo(this.#stopped.signal);
    let found: SagaDocument | undefined;
    const listener = (saga: SagaDocument): void => {
      if (found !== undefined || !condition(saga)) return;
      found = saga;
      over.abort();
    };
    const unwatch = this.watch(sagaId, listener);
    try {
      // Read after the listener is set, so that no commit in between is missed.
      const saga = await this.#options.store.get(sagaId);
      if (saga !== undefined) listener(saga);
      await sleep(this.#options.clock, timeoutMs, over.signal);
      return found;
    } finally {
      unwatch();
      unlink();
    }
  }

  async #follow(): Promise<void> {
    const { clock, log, reopenMs } = this.#options;
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#read();
      } catch (error) {
        log.warn({ err: error }, 'the changefeed of sagas broke; it is opened again');
      }
      await sleep(clock, reopenMs, this.#stopped.signal);
    }
  }

  async #read(): Promise<void> {
    const feed = await this.#options.store.changes();
    this.#feed = feed;
    try {
      // The watch may have stopped while the feed was opening.
      if (this.#stopped.signal.aborted) return;
      await this.#catchUp();
      for await (const change of feed) if (change.kind === 'put') this.publish(change.document);
    } finally {
      await feed.return?.();
    }
  }

  /** Sends every listener of one saga its present state, because changes were missed while there was no feed. */
  async #catchUp(): Promise<void> {
    const sagas = await this.#options.store.getMany([...this.#listeners.keys()]);
    for (const saga of sagas.values()) this.publish(saga);
  }
}
