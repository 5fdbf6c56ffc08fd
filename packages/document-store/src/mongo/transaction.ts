import { setTimeout as delay } from 'node:timers/promises';
import { type ClientSession, type MongoClient, MongoError, type TransactionOptions } from 'mongodb';
import type { Deadline } from './deadline.ts';
import { isContention, isTransient } from './failures.ts';
import { persistently } from './retries.ts';

const transactionOptions: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  maxCommitTimeMS: 10_000,
};
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 200;

/** The transaction certainly did not happen, so it may be started over. */
class Restart extends Error {}

/** The server reports this label only once a majority knows that there is no such commit. */
const didNotHappen = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel('TransientTransactionError');

async function commit(session: ClientSession): Promise<void> {
  try {
    await session.commitTransaction();
  } catch (error) {
    throw didNotHappen(error) ? new Restart('not committed', { cause: error }) : error;
  }
}

async function attempt(session: ClientSession, deadline: Deadline, work: () => Promise<void>): Promise<void> {
  session.startTransaction(transactionOptions);
  try {
    await work();
  } catch (error) {
    await session.abortTransaction().catch(() => undefined);
    throw isTransient(error) ? new Restart('aborted', { cause: error }) : error;
  }
  await persistently(deadline, () => commit(session));
}

/**
 * Performs the work in one transaction, which happens once or not at all. The driver's own `withTransaction` gives up
 * when a connection to a server that it already considers lost breaks; this repeats after any such failure.
 *
 * @throws {StoreUnavailable} when the deadline has passed; the outcome is unknown.
 * @throws {StoreBusy} when others hold the documents; the transaction did not happen.
 */
export async function transact(
  client: MongoClient,
  deadline: Deadline,
  work: (session: ClientSession) => Promise<void>,
): Promise<void> {
  const session = client.startSession({ causalConsistency: false });
  try {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      deadline.check();
      try {
        await attempt(session, deadline, () => work(session));
        return;
      } catch (error) {
        if (!(error instanceof Restart)) throw error;
        deadline.check(error.cause);
        if (isContention(error.cause)) deadline.blocked(error.cause);
        await delay(Math.random() * pauseMs);
      }
    }
  } finally {
    await session.endSession();
  }
}
