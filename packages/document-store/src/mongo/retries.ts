import { setTimeout as delay } from 'node:timers/promises';
import type { ClientSession, MongoClient } from 'mongodb';
import type { Deadline } from './deadline.ts';
import { isContention, isTransient } from './failures.ts';

/** The pause between attempts, in ms; the driver has already tried twice and waited for a primary. */
const PAUSE_MS = 100;

/**
 * Repeats idempotent work until it succeeds, fails for a lasting reason, or the deadline passes.
 *
 * @throws {StoreUnavailable} when the deadline has passed.
 */
export async function persistently<Result>(deadline: Deadline, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      deadline.check(error);
      await delay(PAUSE_MS);
      deadline.check(error);
    }
  }
}

/**
 * The number by which the server recognizes a retryable write of a session. The driver increments it for each
 * operation, so only the driver's own second attempt repeats a number; this class resets it for further attempts.
 */
class WriteNumber {
  readonly #session: ClientSession;
  #before = 0;
  /** How often the driver has incremented the number without sending it. */
  #pending = 0;
  #sent: number | undefined;

  constructor(session: ClientSession) {
    this.#session = session;
  }

  beforeAttempt(): void {
    const { serverSession } = this.#session;
    this.#pending += 1;
    if (this.#sent !== undefined) serverSession.txnNumber = this.#sent - this.#pending;
    this.#before = serverSession.txnNumber;
  }

  afterFailure(): void {
    const { txnNumber } = this.#session.serverSession;
    if (txnNumber === this.#before) return;
    this.#sent = txnNumber;
    this.#pending = 0;
  }
}

/**
 * Repeats one retryable write under the same number, so that the server performs it once and gives each attempt the
 * first one's result.
 *
 * @throws {StoreUnavailable} when the deadline has passed; the outcome is unknown.
 * @throws {StoreBusy} when others hold the document; the write did not happen.
 */
export async function exactlyOnce<Result>(
  client: MongoClient,
  deadline: Deadline,
  write: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  const session = client.startSession({ causalConsistency: false });
  const number = new WriteNumber(session);
  let mayHaveHappened = false;
  try {
    return await persistently(deadline, async () => {
      number.beforeAttempt();
      try {
        return await write(session);
      } catch (error) {
        number.afterFailure();
        mayHaveHappened ||= !isContention(error);
        if (!mayHaveHappened) deadline.blocked(error);
        throw error;
      }
    });
  } finally {
    await session.endSession();
  }
}
