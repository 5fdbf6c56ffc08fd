import { fingerprint, instant, RateLimited, type Clock } from '@counterstep/platform';
import { WriteRejected, type DocumentStore } from '@counterstep/platform/storage';
import {
  clientLimit,
  emailLimit,
  firstFailure,
  isOpen,
  waitSeconds,
  type AttemptLimit,
  type AttemptWindow,
} from './domain/attempts.ts';
import { removeExpired } from './expiry.ts';

/** Whose attempts are counted. */
export interface AttemptKey {
  readonly id: string;
  readonly limit: AttemptLimit;
}

// Fingerprints, because the texts are the client's: of any length, and nothing that a database needs to know.
export const emailKey = (email: string): AttemptKey => ({
  id: fingerprint(['email', email]),
  limit: emailLimit,
});

/** No key where the client's address is not known. */
export const clientKeys = (address: string | undefined): readonly AttemptKey[] =>
  address === undefined ? [] : [{ id: fingerprint(['client', address]), limit: clientLimit }];

/** Counts failed attempts durably, so that neither a restart nor another instance forgets them. */
export type Attempts = ReturnType<typeof createAttempts>;

export function createAttempts(store: DocumentStore, clock: Clock) {
  const windows = store.collection<AttemptWindow>({ name: 'attempt_windows', indexes: [['expiresAt']] });

  const countOne = async ({ id, limit }: AttemptKey): Promise<void> => {
    const window = await windows.get(id);
    const now = clock.now();
    const first = firstFailure(id, limit, now);
    const write =
      window === undefined
        ? windows.insert(first)
        : isOpen(window, now)
          ? windows.update(id, { expiresAt: window.expiresAt }, { $inc: { failures: 1 } })
          : windows.replace(first, window.version);
    await store.commit([write]).catch((error: unknown) => {
      if (!(error instanceof WriteRejected)) throw error;
      return countOne({ id, limit });
    });
  };

  return {
    /** @throws {RateLimited} when too many attempts of one of the keys have failed. */
    admit: async (keys: readonly AttemptKey[]): Promise<void> => {
      const found = await windows.getMany(keys.map(({ id }) => id));
      const waits = keys.map(({ id, limit }) => waitSeconds(found.get(id), limit, clock.now()));
      const longest = Math.max(0, ...waits);
      if (longest > 0) throw new RateLimited(longest);
    },

    /** Counts a failed attempt of all keys. */
    fail: async (keys: readonly AttemptKey[]): Promise<void> => {
      await Promise.all(keys.map(countOne));
      await removeExpired(store, windows, instant(clock));
    },

    /** Forgets the failed attempts of a key. */
    forget: async ({ id }: AttemptKey): Promise<void> => {
      if ((await windows.get(id)) === undefined) return;
      await store.commit([windows.remove(id, {})]).catch((error: unknown) => {
        if (!(error instanceof WriteRejected)) throw error;
      });
    },
  };
}
