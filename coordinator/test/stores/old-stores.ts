import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { type Document, type DocumentStore, openDocumentStore } from '@counterstep/document-store';
import { createManualClock } from '@counterstep/service-kit/testing';
import { secretInputsOf, createSagaStore } from '@counterstep/saga-engine';
import { backfillArchivable, forgetSecrets, createRetentionPass, type Ask } from '@counterstep/saga-service';
import { definitions } from '../../src/sagas/index.ts';

/** Packed by `scripts/old-store.mjs` from stores that earlier commits wrote. */
export type OldStores = Readonly<
  Record<
    string,
    {
      /** The database file, base64. */
      readonly sqlite: string;
      /** The same as documents, by collection. */
      readonly documents: Readonly<Record<string, readonly Document[]>>;
    }
  >
>;

export const readOldStores = async (commit: string): Promise<OldStores> => {
  const packed = await readFile(new URL(`${commit}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(packed).toString()) as OldStores;
};

/** Opens a service's old database file with today's code; the returned function closes it. */
export const openOldFile = async (stores: OldStores, service: string) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-old-'));
  await writeFile(join(dataDir, `${service}.sqlite`), Buffer.from(stores[service]?.sqlite ?? '', 'base64'));
  const store = await openDocumentStore({ service, mongoDb: 'unused', dataDir });
  const close = async (): Promise<void> => {
    await store.close();
    await rm(dataDir, { recursive: true });
  };
  return { store, close };
};

const HOUR_MS = 3_600_000;
const RETENTION_MS = 90 * 24 * HOUR_MS;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ask = (() => Promise.resolve({ forgetSteps: 0 })) as unknown as Ask;

/** Tests a coordinator's background jobs on a store that an earlier commit wrote. */
export const describeOldSagas = (open: () => Promise<DocumentStore>): void => {
  it('fills in the field by which sagas that ended are found, once', async () => {
    const store = await open();
    const sagas = createSagaStore(store);
    const filled: object[] = [];
    const log = { info: (fields: object) => void filled.push(fields) };
    await backfillArchivable(store, sagas, log);
    await backfillArchivable(store, sagas, log);
    expect(filled).toEqual([{ filled: 2 }]);
  });

  it('forgets the secrets of sagas that ended before they were forgotten at the end, once', async () => {
    const store = await open();
    const secrets = secretInputsOf(definitions);
    const sagas = createSagaStore(store, secrets);
    const inputs = async () => (await sagas.list({ first: 10 }, {})).edges.map(({ node }) => node.input);
    expect(JSON.stringify(await inputs())).toContain('paymentToken');
    const forgotten: object[] = [];
    const log = { ...silent, info: (fields: object) => void forgotten.push(fields) };
    await forgetSecrets({ store, sagas, secrets, log });
    await forgetSecrets({ store, sagas, secrets, log });
    expect(forgotten).toEqual([{ filled: expect.any(Number) }]);
    expect(JSON.stringify(await inputs())).not.toContain('paymentToken');
    expect(JSON.stringify(await inputs())).toContain('customerId');
  });

  it('archives sagas that ended before there was such a field', async () => {
    const store = await open();
    const sagas = createSagaStore(store);
    const newest = (await sagas.list({ first: 1 }, {})).edges[0]?.node.startedAt;
    const clock = createManualClock(newest);
    const pass = createRetentionPass({ sagas, store, ask, clock, log: silent, retentionMs: RETENTION_MS });
    expect(await pass()).toBe(0);
    let archived = 0;
    for (let day = 0; day <= 91; day += 1) {
      clock.advance(24 * HOUR_MS);
      archived += await pass();
    }
    expect(archived).toBe(2);
  });

  it('finds no saga that is due, owned or waits for too long', async () => {
    const sagas = createSagaStore(await open());
    const definitions = (await sagas.list({ first: 10 }, {})).edges.map(({ node }) => node.definitionHash);
    const now = '2100-01-01T00:00:00.000Z';
    const never = { ownedAfter: '', stuckAfter: '', idleAfter: '', waitingAfter: '', limit: 10 };
    expect(await sagas.due({ definitions, now, limit: 10 })).toEqual([]);
    expect(await sagas.owned({ definitions, notBy: 'nobody', limit: 10 })).toEqual([]);
    expect(await sagas.misdated(never)).toEqual([]);
  });
};
