import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeStreamDocument, ChangeStreamOptions, Collection, MongoClient, Timestamp } from 'mongodb';
import { StoreUnavailable } from '../errors.ts';
import { FeedHub } from '../feed.ts';
import type { Change, Changefeed, Document } from '../port.ts';
import { isTransient, unavailable } from './failures.ts';
import { loaded, type Stored } from './stored.ts';

type Position = Pick<ChangeStreamOptions, 'resumeAfter' | 'startAtOperationTime'>;

/** The pause before a broken stream is opened again, in ms; the driver has already waited for a primary. */
const PAUSE_MS = 300;

const pipeline = [{ $project: { operationType: 1, documentKey: 1, fullDocument: 1 } }];

/** The change that an event stands for; undefined if a later event will tell more. */
function changeOf(event: ChangeStreamDocument<Stored>): Change<Document> | undefined {
  const { operationType } = event;
  if (operationType === 'delete') return { kind: 'removed', id: event.documentKey._id };
  if (operationType === 'insert' || operationType === 'replace' || operationType === 'update') {
    return event.fullDocument ? { kind: 'put', document: loaded(event.fullDocument) } : undefined;
  }
  throw new StoreUnavailable(`The collection was changed by ${operationType}; changes may have been missed.`);
}

/** Follows one collection from a position on, across elections and lost connections, until stopped. */
class Run {
  readonly #documents: Collection<Stored>;
  readonly #onChange: (change: Change<Document>) => void;
  readonly #stop = new AbortController();
  #position: Position;

  constructor(documents: Collection<Stored>, start: Timestamp, onChange: (change: Change<Document>) => void) {
    this.#documents = documents;
    this.#position = { startAtOperationTime: start };
    this.#onChange = onChange;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Resolves once stopped; rejects if changes may have been missed. */
  async follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#read(signal);
      } catch (error) {
        if (this.#stopped) return;
        if (!isTransient(error)) throw error;
        await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  get #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #read(signal: AbortSignal): Promise<void> {
    const stream = this.#documents.watch(pipeline, { fullDocument: 'updateLookup', ...this.#position });
    const close = (): void => void stream.close().catch(() => undefined);
    signal.addEventListener('abort', close, { once: true });
    try {
      while (!signal.aborted) {
        const change = changeOf(await stream.next());
        if (change) this.#onChange(change);
      }
    } finally {
      if (stream.resumeToken) this.#position = { resumeAfter: stream.resumeToken };
      signal.removeEventListener('abort', close);
      close();
    }
  }
}

/** A change stream shared by all consumers of a collection in this process; it runs while there are any. */
export class ChangeSource {
  readonly #client: MongoClient;
  readonly #documents: Collection<Stored>;
  readonly #hub = new FeedHub(() => {
    this.#stop();
  });
  #run: Promise<Run> | undefined;

  constructor(client: MongoClient, documents: Collection<Stored>) {
    this.#client = client;
    this.#documents = documents;
  }

  /** Opens a feed; resolves once the stream is sure to see every later commit. */
  async open<T extends Document>(): Promise<Changefeed<T>> {
    const feed = this.#hub.open<T>();
    try {
      this.#run ??= this.#start();
      await this.#run;
      return feed;
    } catch (error) {
      await feed.return?.();
      throw error;
    }
  }

  /** Ends all consumers' feeds. */
  end(): void {
    this.#hub.end();
    this.#stop();
  }

  #stop(): void {
    const run = this.#run;
    this.#run = undefined;
    run?.then(
      (started) => {
        started.stop();
      },
      () => undefined,
    );
  }

  async #start(): Promise<Run> {
    const run = new Run(this.#documents, await this.#now(), (change) => {
      this.#hub.publish(() => structuredClone(change));
    });
    // Ending the hub makes it idle, so that the next consumer starts a new run.
    run.follow().catch((error: unknown) => {
      this.#hub.end(unavailable(error, 'The changes cannot be followed any more'));
    });
    return run;
  }

  /** A cluster time that no later commit precedes. */
  #now(): Promise<Timestamp> {
    return this.#client.withSession(async (session) => {
      await this.#documents.findOne({ _id: '' }, { session, projection: { _id: 1 } });
      if (session.operationTime) return session.operationTime;
      throw new StoreUnavailable('The database tells no time to follow its changes from.');
    });
  }
}
