import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Document, DocumentStore } from '@counterstep/document-store';
import { createManualClock } from '@counterstep/service-kit/testing';
import { createAttempts } from '../src/attempts.ts';
import { createCustomerStore } from '../src/customer-store.ts';
import type { Expiring } from '../src/domain/expiring.ts';
import type { SessionDocument } from '../src/refresh-tokens.ts';
import { createRevocations } from '../src/revocations.ts';
import { createSessions } from '../src/sessions.ts';
import { DAY_MS } from './kit.ts';

/** What an earlier commit has written as the store of customers. */
export interface OldStore {
  /** The database file, base64. */
  readonly sqlite: string;
  /** The same as documents, by collection. */
  readonly documents: Readonly<Record<string, readonly Document[]>>;
}

export async function readOldStore(): Promise<OldStore> {
  const packed = new URL('../../../coordinator/test/stores/6323fac.json.gz', import.meta.url);
  const stores = JSON.parse(gunzipSync(await readFile(packed)).toString()) as Record<string, OldStore>;
  return stores['customers']!;
}

/** After everything in the store has expired. */
const LONG_AFTER = '2027-01-15T09:00:00.000Z';

/** The background work of customers on a store that an earlier commit has written. */
export function describeOldCustomers(engine: string, open: () => Promise<DocumentStore>): void {
  describe(`a store of customers that commit 6323fac~1 has written to ${engine}`, () => {
    let store: DocumentStore;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('loses sessions and counted attempts a day after they were found expired, and no account', async () => {
      const { documents } = await readOldStore();
      const clock = createManualClock(LONG_AFTER);
      const customers = createCustomerStore(store);
      const sessions = createSessions({
        ...{ store, clock, sign: () => Promise.reject(new Error('Nobody logs in.')), ...lifetimes },
        revocations: createRevocations({ store, clock, ...lifetimes }),
      });
      const attempts = createAttempts(store, clock);
      const left = async () => {
        const found = await Promise.all(
          [oldSessions(store), oldAttempts(store)].map((all) =>
            all.getMany((documents[all.name] ?? []).map(({ id }) => id)),
          ),
        );
        return found.map(({ size }) => size);
      };
      const removeExpired = () => Promise.all([sessions.removeExpired(), attempts.removeExpired()]);
      await removeExpired();
      expect(await left()).toEqual([1, 2]);
      clock.advance(DAY_MS);
      await removeExpired();
      expect(await left()).toEqual([0, 0]);
      expect((await customers.page(undefined)).edges).toHaveLength(3);
    });
  });
}

const lifetimes = {
  accessTokenLifetimeMs: 15 * 60_000,
  refreshTokenLifetimeMs: 30 * DAY_MS,
  maxLifetimeMs: 30 * DAY_MS,
};

const oldSessions = (store: DocumentStore) =>
  store.collection<SessionDocument>({ name: 'sessions', indexes: [['expiresAt'], ['customerId']] });
const oldAttempts = (store: DocumentStore) =>
  store.collection<Expiring>({ name: 'attempt_windows', indexes: [['expiresAt']] });
