import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn } from '../support/client.ts';
import { mugs, orderOf, placeOrder } from '../support/orders.ts';
import { runProgram, type Ended } from '../support/run.ts';
import { startSystem } from '../support/system.ts';

/** The end of a start that is refused: exit code 1, and one line that says why. */
const refusedWith = (line: RegExp): Ended => ({
  end: 1,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`^[^\n]*(${line.source})[^\n]*\n$`)) as unknown as string,
});

describe('npm start that cannot', () => {
  let folder: string;
  let occupant: Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
    occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
  });

  afterAll(async () => {
    occupant.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (env: Readonly<Record<string, string>>): Promise<Ended> =>
    runProgram('all-in-one', {
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'error',
      ...env,
    });

  it('names the port that is in use, and how to choose another', async () => {
    const { port } = occupant.address() as AddressInfo;
    expect(await start({ PORT: String(port) })).toEqual(refusedWith(/Port \d+ .* in use.*PORT/));
  });

  it('names a data folder that is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'no folder');
    expect(await start({ DATA_DIR: file })).toEqual(refusedWith(/\/file/));
  });

  it('names a database that is none', async () => {
    const data = await mkdtemp(join(folder, 'broken-'));
    await writeFile(
      join(data, 'orders.sqlite'),
      'This is not a database, however long it may be.'.repeat(100),
    );
    expect(await start({ DATA_DIR: data })).toEqual(refusedWith(/orders\.sqlite.*not a database/));
  });

  it.each([
    ['PORT', 'abc'],
    ['MONGO_URI', 'foo'],
    ['PAYMENT_FAILURE_RATE', '2'],
    ['LEASE_MS', '1000'],
    ['SUPERGRAPH_FILE', '/does/not/exist.graphql'],
  ])('names the variable %s when it is %s', async (variable, value) => {
    expect(await start({ [variable]: value })).toEqual(refusedWith(new RegExp(variable)));
  });

  it('leaves the process alone that uses the data folder', async () => {
    const first = await startSystem();
    try {
      const ada = await logIn(first.url, 'ada');
      const { orderId } = await placeOrder(ada, mugs());

      expect(await start({ DATA_DIR: first.dataDir })).toEqual(refusedWith(/Another process.*DATA_DIR/));

      expect(await orderOf(ada, orderId!)).toMatchObject({ status: 'CONFIRMED' });
      expect(await placeOrder(ada, mugs())).toMatchObject({ order: { status: 'CONFIRMED' }, errors: [] });
    } finally {
      await first.remove();
    }
  });
});
