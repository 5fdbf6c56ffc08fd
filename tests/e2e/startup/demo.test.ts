import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectCleanAudit } from '../after-the-click/whole-life.ts';
import { readBooks } from '../support/all-books.ts';
import { logIn } from '../support/client.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

const DEMO = 'all-in-one-demo';

interface Item {
  readonly sku: string;
  readonly warehouse: string;
  readonly available: number;
}

describe('npm run demo', () => {
  let system: System;

  beforeAll(async () => {
    system = await startSystem();
  });

  afterAll(async () => {
    await system.remove();
  });

  it('plays nine orders against the running system, and draws how each was done or undone', async () => {
    const { end, stdout, stderr } = await runProgram(DEMO, { GATEWAY_URL: system.url });

    expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
    const [, ...sagas] = stdout.split(/^ +\d\. /m);
    expect(sagas).toHaveLength(9);
    expect(sagas.map((saga) => /order \S+ is (\w+)/.exec(saga)?.[1])).toEqual([
      'CONFIRMED',
      'CANCELLED',
      'CANCELLED',
      'CANCELLED',
      'CONFIRMED',
      'CANCELLED',
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
    ]);
    for (const saga of sagas) expect(saga).toMatch(/createOrder.* done/);
    for (const index of [1, 2, 3]) expect(sagas[index]).toMatch(/createOrder.* undone/);
    expect(sagas[3]).toMatch(/authorizePayment.* done .*undone/);
    expect(sagas[4]).toMatch(/authorizePayment.* done .*3 attempts/);

    expect(sagas[5]).toMatch(/bookParcel (EAST|WEST).* refused/);
    expect(sagas[5]).toMatch(/bookParcel (EAST|WEST).* undone/);
    expect(sagas[6]).toMatch(/bookParcel EAST.* done/);
    expect(sagas[6]).toMatch(/bookParcel WEST.* done/);
    expect(sagas[7]).toMatch(/authorizePayment.* done/);

    const [placed, ...acts] = sagas[8]!.split(/\n\n/).filter((act) => act.trim() !== '');
    expect(placed).toContain('✔ completely done');
    expect(acts.map((act) => /order \S+ is (.*)$/m.exec(act)?.[1])).toEqual([
      'CONFIRMED, 14.00 USD given back',
      'CONFIRMED, SHIPPED, 14.00 USD given back',
      'CONFIRMED, DELIVERED, 14.00 USD given back',
      'CONFIRMED, DELIVERED, 28.00 USD given back',
      'CONFIRMED, DELIVERED, 30.00 USD given back',
    ]);
    for (const act of acts) expect(act).toContain('✔ completely done');
    expect(acts[3]).toMatch(/awaitParcel.* done/);

    expect((await readBooks(await logIn(system.url, 'admin'))).orders).toHaveLength(9);
    await expectCleanAudit(system);
  });

  it('takes the URL from the command line too', async () => {
    expect(await runProgram(DEMO, {}, [`${system.url}/graphql`])).toMatchObject({ end: 0, stderr: '' });
  });

  it('plays the same where everything is bought, and where what was sold out is there again', async () => {
    const admin = await logIn(system.url, 'admin');
    const { inventory } = await admin.ask<{ inventory: { nodes: readonly Item[] } }>(
      '{ inventory(first: 100) { nodes { sku warehouse available } } }',
    );
    const adjust = (sku: string, warehouse: string, delta: number) =>
      admin.ask(
        `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { errors { __typename } } }`,
        { input: { sku, warehouse, delta, reason: 'A test.' } },
      );
    for (const { sku, warehouse, available } of inventory.nodes)
      if (available > 0) await adjust(sku, warehouse, -available);
    await adjust('POSTER-SOLD-OUT', 'EAST', 5);

    const { end, stdout, stderr } = await runProgram(DEMO, { GATEWAY_URL: system.url });
    expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
    expect([...stdout.matchAll(/^ +\d\. [^]*?order \S+ is (\w+)/gm)].map(([, status]) => status)).toEqual([
      'CONFIRMED',
      'CANCELLED',
      'CANCELLED',
      'CANCELLED',
      'CONFIRMED',
      'CANCELLED',
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
    ]);
  });

  it('ends with exit code 1 and one clear line when nothing answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await runProgram(DEMO, { GATEWAY_URL: `http://127.0.0.1:${port}` })).toEqual({
      end: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Nothing answers at http:\S+ Start the system first: npm start\n$/),
    });
  });

  it('says how it is used', async () => {
    const { end, stdout, stderr } = await runProgram(DEMO, {}, ['--help']);
    expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
    expect(stdout).toContain('Usage: npm run demo');
  });
});
