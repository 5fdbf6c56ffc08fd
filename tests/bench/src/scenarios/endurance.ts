import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../client.ts';
import { measured } from '../load.ts';
import type { Row, Run, Scenario } from '../scenario.ts';
import { countSagas, openShop, placeOrder, type Shop } from '../shop.ts';
import { withSystemUnderTest, type SystemUnderTest } from '../system-under-test.ts';

const IN_FLIGHT = 32;
const STAGES = 10;
const ASKS = 50;
/** Log in again this often: access tokens live for 15 minutes, and a run takes longer. */
const LOGIN_MS = 10 * 60_000;

const pages = {
  orders: '{ page: orders(first: 20) { nodes { id status } pageInfo { endCursor } } }',
  sagas:
    '{ page: sagas(first: 20, filter: { status: [COMPLETED] }) { nodes { id status } pageInfo { endCursor } } }',
};

async function pageMs(admin: Client, query: string): Promise<number> {
  const latencies: number[] = [];
  for (let ask = 0; ask < ASKS; ask += 1) {
    const from = performance.now();
    await admin.ask(query);
    latencies.push(performance.now() - from);
  }
  return measured(latencies, 1).p50Ms;
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all(
    (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const order = { lines: [{ sku: 'MUG-BLUE', quantity: 1 }] };

/** Places so many orders, IN_FLIGHT at a time, each until it is accepted; returns how long it took, in ms. */
async function placeMany(shop: () => Promise<Shop>, count: number): Promise<number> {
  const begun = performance.now();
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      // A machine that was suspended lets requests time out: place the order again.
      await placeOrder((await shop()).ada, order).catch(() => (left += 1));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return performance.now() - begun;
}

function loggingIn(url: string): () => Promise<Shop> {
  let shop = openShop(url);
  let since = performance.now();
  return () => {
    if (performance.now() - since > LOGIN_MS) {
      since = performance.now();
      shop = openShop(url, { stock: false });
    }
    return shop;
  };
}

async function endure(
  { urls, dataDir, residentBytes }: SystemUnderTest,
  { orders, progress }: Run,
): Promise<Row[]> {
  const shop = loggingIn(urls['gateway'] ?? '');
  const rows: Row[] = [];
  const empty = await bytesIn(dataDir);
  const perStage = Math.ceil(orders / STAGES);
  for (let stage = 1; stage <= STAGES; stage += 1) {
    const elapsedMs = await placeMany(shop, perStage);
    const { admin } = await shop();
    rows.push({
      what: `${stage * perStage} orders`,
      perSecond: (perStage / elapsedMs) * 1000,
      residentMiB: (await residentBytes()) / 2 ** 20,
      bytesPerOrder: Math.round(((await bytesIn(dataDir)) - empty) / (stage * perStage)),
      ordersPageMs: await pageMs(admin, pages.orders),
      sagasPageMs: await pageMs(admin, pages.sagas),
      active: await countSagas(admin, ['RUNNING', 'COMPENSATING', 'STUCK']),
    });
    progress(JSON.stringify(rows.at(-1)));
  }
  return rows;
}

/** Places many orders: how memory and databases grow, and how fast pages load meanwhile. */
export const endurance: Scenario = {
  name: 'endurance',
  title: `A long run, ${IN_FLIGHT} orders in flight`,
  long: true,
  run: (run) => withSystemUnderTest((system) => endure(system, run)),
};
