import type { MongoClient } from 'mongodb';

/** The name under which the server knows connections of this project. */
export const APP_NAME = 'counterstep';

/** A transaction in which nothing has happened for so long has lost its process; others take milliseconds. */
const ABANDONED_MICROS = 2_000_000;
const READING_INTERVAL_MS = 1_000;
const READING_TIMEOUT_MS = 2_000;

interface IdleTransaction {
  readonly lsid: { readonly id: unknown };
  readonly transaction: {
    readonly parameters: { readonly txnNumber: unknown };
    readonly timeOpenMicros: unknown;
    readonly timeActiveMicros: unknown;
  };
}

/** What was first seen of a transaction that has done nothing since, in the server's own µs. */
interface Sighting {
  readonly openMicros: number;
  readonly activeMicros: number;
}

/** Open transactions of our own that are between two statements; it needs no privilege to see those. */
const idleTransactions = [
  { $currentOp: { idleSessions: true, allUsers: false } },
  { $match: { type: 'idleSession', appName: APP_NAME, 'transaction.parameters.autocommit': false } },
  { $project: { lsid: 1, transaction: 1 } },
];

/**
 * Ends transactions that a process has left open by dying; the server would keep them, and lock what they wrote, for
 * `transactionLifetimeLimitSeconds`. What is ended has not happened: should its process live after all, it starts over.
 */
export class AbandonedTransactions {
  readonly #client: MongoClient;
  #seen = new Map<string, Sighting>();
  #looking = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(client: MongoClient) {
    this.#client = client;
  }

  /** Begins to look for them, unless that is under way, and goes on for as long as there may be some. */
  look(): void {
    if (this.#looking || this.#stopped) return;
    this.#looking = true;
    void this.#round();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    // Without the right to look, the server's own limit ends them.
    const suspects = await this.#endAbandoned().catch(() => 0);
    if (suspects === 0 || this.#stopped) {
      this.#looking = false;
      return;
    }
    this.#timer = setTimeout(() => void this.#round(), READING_INTERVAL_MS).unref();
  }

  /** How many transactions are left that may be abandoned. */
  async #endAbandoned(): Promise<number> {
    const admin = this.#client.db('admin');
    // The server's own state has no majority.
    const options = { maxTimeMS: READING_TIMEOUT_MS, readConcern: { level: 'local' } } as const;
    const idle = await admin.aggregate<IdleTransaction>(idleTransactions, options).toArray();
    const seen = new Map<string, Sighting>();
    const abandoned: IdleTransaction[] = [];
    for (const one of idle) {
      const { parameters, ...times } = one.transaction;
      const key = `${String(one.lsid.id)}:${String(parameters.txnNumber)}`;
      const [openMicros, activeMicros] = [Number(times.timeOpenMicros), Number(times.timeActiveMicros)];
      const before = this.#seen.get(key);
      // Two readings, because the time that it was inactive is the sum of all its pauses.
      const first = before?.activeMicros === activeMicros ? before : { openMicros, activeMicros };
      if (openMicros - first.openMicros >= ABANDONED_MICROS) abandoned.push(one);
      else seen.set(key, first);
    }
    this.#seen = seen;
    if (abandoned.length > 0)
      await admin.command({ killSessions: abandoned.map(({ lsid: { id } }) => ({ id })) });
    return seen.size;
  }
}
