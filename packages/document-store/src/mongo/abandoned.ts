import type { MongoClient } from 'mongodb';

/** The application name of this project's connections at the server. */
export const APP_NAME = 'counterstep';

/** How long a transaction must be inactive to count as abandoned, in µs; live ones pause for milliseconds. */
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

/** The first reading of a transaction that has been inactive since, in the server's µs. */
interface Sighting {
  readonly openMicros: number;
  readonly activeMicros: number;
}

/** Our own open transactions that are between two statements; seeing these needs no privilege. */
const idleTransactions = [
  { $currentOp: { idleSessions: true, allUsers: false } },
  { $match: { type: 'idleSession', appName: APP_NAME, 'transaction.parameters.autocommit': false } },
  { $project: { lsid: 1, transaction: 1 } },
];

/**
 * Ends transactions that processes left open when they died; the server would keep them, and the locks on what they
 * wrote, for `transactionLifetimeLimitSeconds`. An ended transaction has changed nothing; if its process lives after
 * all, it starts over.
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

  /** Begins to look for abandoned transactions, unless it does so already, and goes on as long as there may be some. */
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
    // If we lack the privilege, the server's own limit ends the transactions.
    const suspects = await this.#endAbandoned().catch(() => 0);
    if (suspects === 0 || this.#stopped) {
      this.#looking = false;
      return;
    }
    this.#timer = setTimeout(() => void this.#round(), READING_INTERVAL_MS).unref();
  }

  /** Ends abandoned transactions; resolves to how many suspects remain. */
  async #endAbandoned(): Promise<number> {
    const admin = this.#client.db('admin');
    // `$currentOp` reads the server's own state, for which there is no majority.
    const options = { maxTimeMS: READING_TIMEOUT_MS, readConcern: { level: 'local' } } as const;
    const idle = await admin.aggregate<IdleTransaction>(idleTransactions, options).toArray();
    const seen = new Map<string, Sighting>();
    const abandoned: IdleTransaction[] = [];
    for (const one of idle) {
      const { parameters, ...times } = one.transaction;
      const key = `${String(one.lsid.id)}:${String(parameters.txnNumber)}`;
      const [openMicros, activeMicros] = [Number(times.timeOpenMicros), Number(times.timeActiveMicros)];
      const before = this.#seen.get(key);
      // This takes two readings, because the server only tells the sum of all pauses.
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
