import type { Db, MongoClient } from 'mongodb';
import type { TlsConfig } from '@counterstep/primitives';
import { StoreBusy, StoreUnavailable, WriteRejected } from '../errors.ts';
import type { Changefeed, Collection, CollectionSpec, Document, DocumentStore, Write } from '../port.ts';
import { Declarations, type PlainSpec } from '../spec.ts';
import { frozen, idOf } from '../writes.ts';
import { ChangeSource } from './change-source.ts';
import { type ClientLease, leaseClient } from './client.ts';
import { mongoCollection } from './collection.ts';
import { type Deadline, type LockWait, within } from './deadline.ts';
import { translated, unavailable } from './failures.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { performAll, performOne, type Target } from './perform.ts';
import { prepare } from './prepare.ts';
import { persistently } from './retries.ts';
import type { Stored } from './stored.ts';
import { WriteHealth } from '../write-health.ts';

const NO_REPLICA_SET =
  'The server of MONGO_URI is not a member of a replica set, which transactions and changes need.';
const PING_TIMEOUT_MS = 3_000;
const READ_TIMEOUT_MS = 15_000;
/** How long a commit may take until the server tells its outcome, in ms. */
const COMMIT_TIMEOUT_MS = 30_000;
/** How long a commit waits for others that hold the same documents, in ms: less than an attempt of a step may take. */
const LOCK_WAIT_MS = 2_000;
/** How long closing waits for work under way, in ms. */
const CLOSE_TIMEOUT_MS = 3_000;
/** The longest time that the server should keep transactions of dead processes, in s. */
const MAX_TRANSACTION_LIFETIME_S = 30;

interface Declared extends Target {
  readonly spec: PlainSpec;
  readonly collection: Collection<Document>;
  readonly changes: ChangeSource;
  /** Resolves when the collection and its indexes exist. */
  readonly ready: () => Promise<void>;
}

/** Does the work once, and again only if it failed. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}

/** Whether a failed commit says nothing about the server, because it was wrong or others were faster. */
const isOwnFault = (error: unknown): boolean =>
  [WriteRejected, StoreBusy, TypeError].some((kind) => error instanceof kind);

class MongoStore implements DocumentStore {
  readonly exclusive = false;
  readonly #lease: ClientLease;
  readonly #client: MongoClient;
  readonly #database: Db;
  readonly #declarations = new Declarations<Declared>();
  readonly #sources: ChangeSource[] = [];
  readonly #transactions = new KeyedMutex();
  readonly #running = new Set<Promise<unknown>>();
  readonly #lockWait: LockWait;
  readonly #health = new WriteHealth({ probe: () => this.#probe() });
  #closing: Promise<void> | undefined;

  constructor(lease: ClientLease, database: string) {
    this.#lease = lease;
    this.#client = lease.client;
    this.#database = lease.client.db(database);
    this.#lockWait = {
      limitMs: LOCK_WAIT_MS,
      onBlocked: () => {
        lease.abandoned.look();
      },
    };
  }

  /** Does work that closing waits for, and translates its errors. */
  async #use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closing) throw new StoreUnavailable('The store is closed.');
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      throw translated(error);
    } finally {
      this.#running.delete(running);
    }
  }

  #declare(spec: PlainSpec): Declared {
    const documents = this.#database.collection<Stored>(spec.name);
    const ready = once(() => prepare(this.#database, spec));
    const collection = mongoCollection<Document>(spec, (work) =>
      this.#use(async () => {
        await ready();
        return within(READ_TIMEOUT_MS, (deadline) => persistently(deadline, () => work(documents)));
      }),
    );
    const changes = new ChangeSource(this.#client, documents);
    this.#sources.push(changes);
    return { spec, documents, collection, changes, ready };
  }

  collection<T extends Document>(spec: CollectionSpec<T>): Collection<T> {
    const { collection } = this.#declarations.declare(spec, (plain) => this.#declare(plain));
    return collection as unknown as Collection<T>;
  }

  async commit(writes: readonly Write[]): Promise<void> {
    try {
      await this.#commit(writes);
      if (writes.length > 0) this.#health.succeeded();
    } catch (error) {
      if (!isOwnFault(error)) this.#health.failed(error);
      throw error;
    }
  }

  #commit(writes: readonly Write[]): Promise<void> {
    return this.#use(async () => {
      const placed = frozen(writes).map((write) => ({
        write,
        target: this.#declarations.of(write.collection),
      }));
      const [first, ...others] = placed;
      if (first === undefined) return;
      await Promise.all(placed.map(({ target }) => target.ready()));
      const perform = (deadline: Deadline): Promise<void> => {
        if (others.length === 0) return performOne(this.#client, first, deadline);
        const keys = new Set(placed.map(({ write }) => `${write.collection}/${idOf(write)}`));
        const work = () => performAll(this.#client, placed, deadline);
        return this.#transactions.run([...keys], work, LOCK_WAIT_MS);
      };
      await within(COMMIT_TIMEOUT_MS, perform, this.#lockWait);
    });
  }

  changes<T extends Document>({ name }: Collection<T>): Promise<Changefeed<T>> {
    return this.#use(async () => {
      const { ready, changes } = this.#declarations.of(name);
      await ready();
      return changes.open<T>();
    });
  }

  async ping(): Promise<void> {
    await this.#use(() => within(PING_TIMEOUT_MS, () => this.#database.command({ ping: 1 })));
    await this.#health.check();
  }

  /** Writes something small, which a majority must acknowledge as it does a commit. */
  #probe(): Promise<void> {
    const change = { $currentDate: { at: true } } as const;
    return this.#use(async () => {
      await within(PING_TIMEOUT_MS, () =>
        this.#database
          .collection<{ _id: string }>('_probe')
          .updateOne({ _id: 'probe' }, change, { upsert: true }),
      );
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Waiting longer would not show what a silent server still does.
    const settled = (work: Promise<unknown>) => within(CLOSE_TIMEOUT_MS, () => work).catch(() => undefined);
    await settled(Promise.allSettled(this.#running));
    for (const source of this.#sources) source.end();
    await settled(this.#lease.release());
  }
}

async function checkDeployment(client: MongoClient): Promise<void> {
  const hello = await client.db('admin').command({ hello: 1 });
  const isRouter = hello['msg'] === 'isdbgrid';
  if (hello['setName'] === undefined && !isRouter) throw new StoreUnavailable(NO_REPLICA_SET);
}

/** Resolves to a warning if a setting of the server is unsuitable; undefined if it is fine or cannot be read. */
async function checkSettings(client: MongoClient): Promise<string | undefined> {
  const name = 'transactionLifetimeLimitSeconds';
  const settings = await client
    .db('admin')
    .command({ getParameter: 1, [name]: 1 })
    .catch(() => undefined);
  const seconds: unknown = settings?.[name];
  if (typeof seconds !== 'number' || seconds <= MAX_TRANSACTION_LIFETIME_S) return undefined;
  return `MongoDB may keep what a dead process has locked for ${seconds} s: set ${name} to ${MAX_TRANSACTION_LIFETIME_S} or less.`;
}

/**
 * Opens the store in a database of a MongoDB replica set.
 *
 * @throws {StoreUnavailable} when the replica set cannot be reached.
 */
export async function openMongoStore(config: {
  readonly uri: string;
  readonly database: string;
  /** Called once per process with what the server should be set to, if anything. */
  readonly warn?: ((message: string) => void) | undefined;
  readonly tls?: TlsConfig;
}): Promise<DocumentStore> {
  const lease = leaseClient(config.uri, config.tls);
  try {
    await lease.client.connect();
    await checkDeployment(lease.client);
    if (lease.isFirst) {
      const warning = await checkSettings(lease.client);
      if (warning !== undefined) config.warn?.(warning);
    }
    // An earlier process may have died in the middle of a transaction.
    lease.abandoned.look();
    return new MongoStore(lease, config.database);
  } catch (error) {
    await lease.release();
    throw error instanceof StoreUnavailable
      ? error
      : unavailable(error, 'The database of MONGO_URI cannot be reached');
  }
}
