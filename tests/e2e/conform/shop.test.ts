import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runProgram } from '../support/run.ts';
import { startProgram, type Program } from '../support/system.ts';
import { checked, unproven } from './check.ts';

/** Values of inputs that cannot be generated from their types. */
const values = {
  inventory: {
    reserveInventory: {
      input: { lines: [{ sku: 'MUG-BLUE', quantity: 1 }] },
      rejected: { lines: [{ sku: 'NO-SUCH-THING', quantity: 1 }] },
    },
  },
  payments: {
    processPayment: { input: { token: 'tok_visa' }, rejected: { token: 'tok_declined' } },
    authorizePayment: {
      input: { token: 'tok_visa' },
      rejected: { token: 'tok_declined' },
      waiting: { token: 'tok_3ds' },
    },
  },
  shipping: {
    scheduleShipping: { rejected: { address: { postalCode: '00000' } } },
    bookParcel: { rejected: { address: { postalCode: '00000' } } },
  },
  orders: { createOrder: { rejected: { total: { amount: 2 } } } },
  notifications: {},
} as const;

type Participant = keyof typeof values;

/** Whether none of a participant's steps can be undone or refused. */
const undoesNothing = (name: Participant): boolean => name === 'notifications';

describe('counterstep conform', () => {
  let dataDir: string;
  let program: Program | undefined;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
  });
  const kill = async (): Promise<void> => {
    program?.process.kill('SIGKILL');
    await program?.ended;
  };
  afterEach(kill);
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const start = async (name: Participant, port: string): Promise<string> => {
    program = startProgram(name, { DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'info' });
    return program.printed(/"url":"(https?:[^"]+)","msg":"listening"/);
  };

  it.each(Object.keys(values) as Participant[])(
    'finds every rule kept by %s, which is killed meanwhile',
    async (audience) => {
      const url = await start(audience, '0');
      const restart = async (): Promise<void> => {
        await kill();
        await start(audience, new URL(url).port);
      };
      const { end, report, stderr } = await checked({ url, audience, dataDir, restart }, values[audience]);
      expect({ end, stderr }).toEqual({ end: 0, stderr: '' });
      const about = undoesNothing(audience) ? ['P18', 'P19', 'P20', 'P21', 'P26'] : [];
      expect(unproven(report).map((line) => line.split(' ', 1)[0])).toEqual(about);
    },
    120_000,
  );

  it('ends with 2 where nobody listens', async () => {
    const url = await start('payments', '0');
    const key = join(dataDir, 'keys.json');
    await kill();
    const { end, stdout, stderr } = await runProgram('cli', {}, [
      'conform',
      url,
      '--audience',
      'payments',
      '--key',
      key,
    ]);
    expect({ end, stdout }).toEqual({ end: 2, stdout: '' });
    expect(stderr).toContain(`${url}/graphql cannot be reached`);
  });

  it('ends with 1 where a rule is broken, and names it', async () => {
    const url = await start('payments', '0');
    await kill();
    const key = join(dataDir, 'keys.json');
    const answer = JSON.stringify({ data: { _service: { sdl: 'type Query { flights: [ID!]! }' } } });
    const server = createServer((_request, response) => response.end(answer));
    server.listen(Number(new URL(url).port), '127.0.0.1');
    await once(server, 'listening');
    const { end, stdout } = await runProgram('cli', {}, [
      'conform',
      url,
      '--audience',
      'flights',
      '--key',
      key,
    ]);
    server.close();
    server.closeAllConnections();
    expect(end).toBe(1);
    expect(stdout).toMatch(/^BROKEN P1 /m);
    expect(stdout).toContain('no mutation is marked @step');
    expect(stdout).toContain('1 of 32 rules hold, 1 broken, 30 not checked.');
  });

  it('ends with 2 where the participant does not take the token', async () => {
    const url = await start('payments', '0');
    const words = ['conform', url, '--audience', 'shipping', '--key', join(dataDir, 'keys.json')];
    const { end, stderr } = await runProgram('cli', {}, words);
    expect(end).toBe(2);
    expect(stderr).toContain('_service { sdl } is answered The token is not valid.');
  });

  it.each([
    ['no URL', ['--audience', 'payments'], 'Give one URL.'],
    ['no audience', ['http://127.0.0.1:1'], '--audience must say'],
    ['an unknown option', ['http://127.0.0.1:1', '--force'], "'--force'"],
    ['another protocol', ['ftp://127.0.0.1', '--audience', 'payments'], 'URL must begin with'],
    ['no key', ['http://127.0.0.1:1', '--audience', 'payments'], '--key'],
    [
      'a key that is none',
      ['http://127.0.0.1:1', '--audience', 'a', '--key', 'package.json'],
      'package.json',
    ],
  ])('ends with 2 and a hint where there is %s', async (_what, words, said) => {
    const { end, stdout, stderr } = await runProgram('cli', {}, ['conform', ...words]);
    expect({ end, stdout }).toEqual({ end: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).toContain('See counterstep conform --help');
  });
});
