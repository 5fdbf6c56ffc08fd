import { fingerprint, instant, RateLimited, type Clock } from '@counterstep/service-kit';
import { networkOf } from '@counterstep/service-kit/server';
import { WriteRejected, type Collection, type DocumentStore, type Write } from '@counterstep/document-store';
import {
  accountLimit,
  firstAttempt,
  isOpen,
  networkLimit,
  pairLimit,
  waitSeconds,
  type AttemptLimit,
  type AttemptWindow,
} from './domain/attempts.ts';
import { removeExpired } from './expiry.ts';

/** Identifies the attempts that are counted together. */
export interface AttemptKey {
  readonly id: string;
  readonly limit: AttemptLimit;
}

// Uses fingerprints, because clients' texts can have any length and should not reach the database.
const keyOf = (limit: AttemptLimit, ...parts: readonly string[]): AttemptKey => ({
  id: fingerprint(parts),
  limit,
});

/** Attempts at an account from one network. */
export const pairKey = (email: string, clientAddress: string | undefined): AttemptKey =>
  keyOf(pairLimit, 'pair', email, networkOf(clientAddress));

/** Attempts at an account from anywhere. */
export const accountKey = (email: string): AttemptKey => keyOf(accountLimit, 'account', email);

/** Attempts from one network; no key if the client's address is unknown. */
export const networkKeys = (clientAddress: string | undefined): readonly AttemptKey[] =>
  clientAddress === undefined ? [] : [keyOf(networkLimit, 'network', networkOf(clientAddress))];

/** Accounts opened from one network; no key if the client's address is unknown. */
export const registrationKeys = (
  clientAddress: string | undefined,
  limit: AttemptLimit,
): readonly AttemptKey[] =>
  clientAddress === undefined ? [] : [keyOf(limit, 'registration', networkOf(clientAddress))];

/** An attempt that counts as failed until it is given back. */
export interface Reservation {
  giveBack(): Promise<void>;
}

/** Whether the write succeeded; false if another attempt was faster. */
const tried = (store: DocumentStore, write: Write): Promise<boolean> =>
  store.commit([write]).then(
    () => true,
    (error: unknown) => {
      if (error instanceof WriteRejected) return false;
      throw error;
    },
  );

/** @throws {RateLimited} when the window is full. */
async function reserveOne(
  store: DocumentStore,
  windows: Collection<AttemptWindow>,
  { id, limit }: AttemptKey,
  clock: Clock,
): Promise<Reservation> {
  for (;;) {
    const window = await windows.get(id);
    const now = clock.now();
    const wait = waitSeconds(window, limit, now);
    if (wait > 0) throw new RateLimited(wait);
    const first = firstAttempt(id, limit, now, window);
    const open = window !== undefined && isOpen(window, limit, now);
    const { expiresAt } = open ? window : first;
    const notFull = { expiresAt, failures: { $lt: limit.failures } };
    const write =
      window === undefined
        ? windows.insert(first)
        : open
          ? windows.update(id, notFull, { $inc: { failures: 1 } })
          : windows.replace(first, window.version);
    if (!(await tried(store, write))) continue;
    const counted = { expiresAt, failures: { $gte: 1 } };
    return {
      giveBack: async () => {
        await tried(store, windows.update(id, counted, { $inc: { failures: -1 } }));
      },
    };
  }
}

/** @throws {RateLimited} with the longest wait, when one of the keys has too many; none of them is counted then. */
async function reserveAll(reserving: readonly Promise<Reservation>[]): Promise<Reservation> {
  const outcomes = await Promise.allSettled(reserving);
  const taken = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const giveBack = async (): Promise<void> => {
    await Promise.all(taken.map((reservation) => reservation.giveBack()));
  };
  const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
  if (refusals.length === 0) return { giveBack };
  await giveBack();
  const waits = refusals.map((refusal) => (refusal instanceof RateLimited ? refusal.retryAfterSeconds : 0));
  throw refusals.find((refusal) => !(refusal instanceof RateLimited)) ?? new RateLimited(Math.max(...waits));
}

/** Counts attempts durably, so that neither a restart nor another instance forgets them. */
export type Attempts = ReturnType<typeof createAttempts>;

export function createAttempts(store: DocumentStore, clock: Clock) {
  const windows = store.collection<AttemptWindow>({ name: 'attempt_windows', indexes: [['expiresAt']] });
  return {
    /** @throws {RateLimited} when too many attempts of one of the keys have failed. */
    admit: async (keys: readonly AttemptKey[]): Promise<void> => {
      const found = await windows.getMany(keys.map(({ id }) => id));
      const waits = keys.map(({ id, limit }) => waitSeconds(found.get(id), limit, clock.now()));
      const longest = Math.max(0, ...waits);
      if (longest > 0) throw new RateLimited(longest);
    },

    /**
     * Counts an attempt of all keys before it is made, so that many at once are counted like many in a row.
     *
     * @throws {RateLimited} when one of the keys has too many; none of them is counted then.
     */
    reserve: (keys: readonly AttemptKey[]): Promise<Reservation> =>
      reserveAll(keys.map((key) => reserveOne(store, windows, key, clock))),

    /** Removes windows that no longer count. */
    removeExpired: () => removeExpired(store, windows, instant(clock)),

    /** Forgets the failed attempts of a key. */
    forget: async ({ id }: AttemptKey): Promise<void> => {
      if ((await windows.get(id)) !== undefined) await tried(store, windows.remove(id, {}));
    },
  };
}
