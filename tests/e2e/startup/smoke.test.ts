import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newCustomer } from '../support/customers.ts';
import { logIn, PASSWORD } from '../support/client.ts';
import { runProgram } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runProgram('cli', env, ['smoke', ...words]);

/** A URL at which nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('counterstep smoke', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.remove());

  const orders = async () => {
    const admin = await logIn(system.url, 'admin');
    const found = await admin.ask<{ orders: { nodes: readonly { status: string }[] } }>(
      '{ orders(first: 100) { nodes { status } } }',
    );
    return found.orders.nodes.map(({ status }) => status);
  };

  it('registers and reads only where it must not place an order', async () => {
    const { end, stdout, stderr } = await run(['--read-only', system.url]);
    expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
    expect(stdout).toMatch(/^ok: registered as \S+\nok: read the customer, and \d+ products in stock\n$/);
    expect(await orders()).toEqual([]);
  });

  it('places an order, follows it, cancels it, and follows that', async () => {
    const { end, stdout, stderr } = await run([`${system.url}/graphql`]);
    expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
    expect(stdout.match(/^ok: (placed|followed|order|cancelled)/gm)).toEqual([
      'ok: placed',
      'ok: followed',
      'ok: order',
      'ok: cancelled',
      'ok: order',
    ]);
    expect(await orders()).toEqual(['CANCELLED']);
  });

  it('logs in where it is told as whom, and says why it cannot', async () => {
    const { email, client } = await newCustomer(system.url);
    const env = { COUNTERSTEP_URL: system.url, COUNTERSTEP_EMAIL: email, COUNTERSTEP_PASSWORD: PASSWORD };
    await client.close();
    expect(await run(['--read-only'], env)).toMatchObject({
      end: 0,
      stdout: expect.stringContaining(`ok: logged in as ${email}\n`),
    });
    expect(await run(['--read-only'], { ...env, COUNTERSTEP_PASSWORD: 'another' })).toMatchObject({
      end: 1,
      stderr: expect.stringContaining('INVALID_CREDENTIALS'),
    });
  });

  it('waits for a system that starts, and fails where there is nothing to order', async () => {
    const url = await nowhere();
    const smoke = run(['--read-only', url]);
    const empty = await startSystem({ PORT: new URL(url).port, DEMO_DATA: 'false' });
    expect(await smoke).toMatchObject({ end: 0 });
    expect(await run(['--patience', '1', url])).toMatchObject({
      end: 1,
      stderr: expect.stringContaining('no product'),
    });
    await empty.remove();
  });

  it('fails where nothing answers for longer than its patience', async () => {
    expect(await run(['--patience', '0', await nowhere()])).toMatchObject({
      end: 1,
      stderr: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each([['ftp://x'], ['--nonsense'], ['--patience=never'], ['--patience=-1']])(
    'refuses %s with exit code 2',
    async (word) => {
      expect(await run([word])).toMatchObject({
        end: 2,
        stdout: '',
        stderr: expect.stringMatching(/--help/),
      });
    },
  );
});
