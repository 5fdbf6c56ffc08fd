import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { openDocumentStore, type Document } from '@counterstep/document-store';
import { logIn } from './client.ts';
import { eventually } from './eventually.ts';
import { runProgram } from './run.ts';

/** The fixture that `scripts/old-store.mjs` makes. */
type OldStores = Readonly<
  Record<
    string,
    {
      readonly sqlite: string;
      readonly documents: Readonly<Record<string, readonly Document[]>>;
    }
  >
>;

const readOldStores = async (): Promise<OldStores> => {
  const packed = new URL('../../../coordinator/test/stores/6323fac.json.gz', import.meta.url);
  return JSON.parse(gunzipSync(await readFile(packed)).toString()) as OldStores;
};

/** Makes a folder with the database files that an earlier commit has written; the caller removes it. */
export async function oldDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'counterstep-old-'));
  for (const [service, { sqlite }] of Object.entries(await readOldStores()))
    await writeFile(join(folder, `${service}.sqlite`), Buffer.from(sqlite, 'base64'));
  return folder;
}

/** Writes the same documents into databases of a MongoDB. */
export async function fillOldDatabases(mongoUri: string, mongoDb: string): Promise<void> {
  for (const [service, { documents }] of Object.entries(await readOldStores())) {
    const store = await openDocumentStore({ service, mongoUri, mongoDb, dataDir: '' });
    for (const [name, all] of Object.entries(documents)) {
      const collection = store.collection<Document>({ name });
      for (const { version: _, ...document } of all) await store.commit([collection.insert(document)]);
    }
    await store.close();
  }
}

const SOLD_OUT = '{ products(filter: { inStock: false }) { nodes { sku } } }';
const ORDERS = '{ orders { nodes { status saga { status } } } }';

interface Report {
  readonly state: string;
  readonly examined: Readonly<Record<string, number>>;
  readonly findings: readonly { readonly code: string }[];
}

/** Checks the background jobs of a system that was started on these stores: the stock relay and the audit. */
export async function expectOldStoresServed(url: string): Promise<void> {
  const ada = await logIn(url, 'ada');
  const { orders } = await ada.ask<{ orders: { nodes: readonly object[] } }>(ORDERS);
  expect(orders.nodes).toEqual([
    { status: 'CANCELLED', saga: { status: 'COMPENSATED' } },
    { status: 'CONFIRMED', saga: { status: 'COMPLETED' } },
  ]);
  const soldOut = async (): Promise<string> => {
    const { products } = await ada.ask<{ products: { nodes: readonly { sku: string }[] } }>(SOLD_OUT);
    return products.nodes.map(({ sku }) => sku).join();
  };
  await eventually(soldOut, (skus) => skus === 'POSTER-SOLD-OUT');
  await ada.close();
  const { stdout } = await runProgram('coordinator-audit', { COUNTERSTEP_URL: url }, ['--json']);
  const { state, examined, findings } = JSON.parse(stdout) as Report;
  expect([state, examined]).toMatchObject(['DONE', { sagas: 2 }]);
  // The only findings are that the payment provider and the carrier, whose books are not among the stores, know no
  // order.
  expect(findings.map(({ code }) => code).sort()).toEqual([
    'CONFIRMED_ORDER_NOT_PAID',
    'PARCEL_DIFFERS_FROM_ORDER',
  ]);
}
