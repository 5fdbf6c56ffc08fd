import { MongoClient, type MongoClientOptions } from 'mongodb';
import { AbandonedTransactions, APP_NAME } from './abandoned.ts';
import { InvalidConfiguration, type TlsConfig, openTls } from '@counterstep/primitives';
import { watchPools } from '../pool-counts.ts';

/** The time for finding a primary, in ms, which covers the election of a new one. */
const SELECTION_TIMEOUT_MS = 15_000;
/**
 * How long a silent connection to a primary is kept, in ms; the driver then repeats the request once, with the same
 * key.
 */
const SOCKET_TIMEOUT_MS = 20_000;
const WRITE_TIMEOUT_MS = 10_000;

const tuning = {
  serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
  waitQueueTimeoutMS: SELECTION_TIMEOUT_MS,
  socketTimeoutMS: SOCKET_TIMEOUT_MS,
  connectTimeoutMS: 5_000,
  maxPoolSize: 100,
} satisfies MongoClientOptions;

const semantics = {
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: WRITE_TIMEOUT_MS },
  retryReads: true,
  retryWrites: true,
} satisfies MongoClientOptions;

interface Shared {
  readonly client: MongoClient;
  readonly abandoned: AbandonedTransactions;
  users: number;
}

const clients = new Map<string, Shared>();

/** The client's options, except those that the URI sets itself. */
function optionsFor(uri: string, tls: TlsConfig | undefined): MongoClientOptions {
  const said = new Set([...new URLSearchParams(uri.split('?')[1])].map(([name]) => name.toLowerCase()));
  const open = Object.entries(tuning).filter(([name]) => !said.has(name.toLowerCase()));
  // The URI decides whether TLS is used: `tls=true`, or `mongodb+srv`.
  const ownFiles = said.has('tlscafile') || said.has('tlscertificatekeyfile');
  const certificates = tls === undefined || ownFiles ? {} : openTls(tls).current();
  return { appName: APP_NAME, ...Object.fromEntries(open), ...semantics, ...certificates };
}

function malformed(error: unknown): Error {
  return new InvalidConfiguration(`MONGO_URI cannot be used: ${(error as Error).message}`);
}

function sharedClient(uri: string, tls: TlsConfig | undefined): Shared {
  const known = clients.get(uri);
  if (known) return known;
  try {
    const client = new MongoClient(uri, optionsFor(uri, tls));
    watchPools(client);
    const created = { client, abandoned: new AbandonedTransactions(client), users: 0 };
    clients.set(uri, created);
    return created;
  } catch (error) {
    throw malformed(error);
  }
}

/** A use of this process's client for a URI, which all stores of that URI share. */
export interface ClientLease {
  readonly client: MongoClient;
  readonly abandoned: AbandonedTransactions;
  /** Whether no other store of this process uses the client yet. */
  readonly isFirst: boolean;
  /** Ends this use; closes the connections after the last one. */
  release(): Promise<void>;
}

/**
 * Leases the client for a URI.
 *
 * @throws {InvalidConfiguration} if the URI is malformed.
 */
export function leaseClient(uri: string, tls?: TlsConfig): ClientLease {
  const shared = sharedClient(uri, tls);
  shared.users += 1;
  let released = false;
  return {
    client: shared.client,
    abandoned: shared.abandoned,
    isFirst: shared.users === 1,
    async release() {
      if (released) return;
      released = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      clients.delete(uri);
      shared.abandoned.stop();
      await shared.client.close();
    },
  };
}
