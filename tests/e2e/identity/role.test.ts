import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn } from '../support/client.ts';
import { runProgram, type Ended } from '../support/run.ts';
import { startSystem, type System } from '../support/system.ts';

const COUNT = '{ customers(first: 1) { totalCount } }';

describe('npm run role', () => {
  let system: System;
  const role = (...args: string[]): Promise<Ended> =>
    runProgram('customers-role', { DATA_DIR: system.dataDir }, args);
  const count = async (): Promise<unknown> => (await logIn(system.url, 'ada')).ask(COUNT);

  beforeAll(async () => {
    system = await startSystem();
  });

  afterAll(() => system.remove());

  it('refuses a database that is in use, and makes an ADMIN once it is not', async () => {
    await expect(count()).rejects.toThrow('Only an ADMIN may do this.');
    expect(await role('ada@example.com', 'ADMIN')).toMatchObject({
      end: 2,
      stderr: expect.stringContaining('Another process uses') as unknown,
    });
    await system.stop();
    expect(await role(' Ada@Example.com', 'ADMIN')).toEqual({
      end: 0,
      stdout: 'ada@example.com is ADMIN from the next login on.\n',
      stderr: '',
    });
    system = await system.restart();
    await expect(count()).resolves.toEqual({ customers: { totalCount: 3 } });
    await system.stop();
  });

  it('says that there is no such customer', async () => {
    expect(await role('nobody@example.com', 'ADMIN')).toMatchObject({ end: 1, stdout: '' });
  });

  it.each([
    [[]],
    [['ada@example.com']],
    [['ada@example.com', 'KING']],
    [['a', 'ADMIN', 'more']],
    [['--fast']],
  ])('ends with 2 and says how it is used: %j', async (args) => {
    expect(await role(...args)).toMatchObject({
      end: 2,
      stderr: expect.stringContaining('See npm run role -- --help') as unknown,
    });
  });

  it('shows how it is used', async () => {
    expect(await role('--help')).toMatchObject({
      end: 0,
      stdout: expect.stringContaining('Usage: npm run role') as unknown,
    });
  });
});
