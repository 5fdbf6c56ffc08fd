import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Disk } from '@counterstep/primitives/testing';
import { createGraphqlClient, logIn } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { sendHttp } from '../support/http.ts';
import { mugs, orderOf, placeOrder } from '../support/orders.ts';
import { runProgram } from '../support/run.ts';
import { startProgram, type Program } from '../support/system.ts';

const folder = await mkdtemp(join(tmpdir(), 'counterstep-full-'));
const disk = Disk.mount(join(folder, 'disk'), 67_108_864);
const onDisk = (name: string): string => join(folder, 'disk', name);

interface Logged {
  readonly program: Program;
  readonly url: string;
}

let running: Program | undefined;

/** Starts the system and logs to a file. */
async function startLogged(dataDir: string, logFile: string): Promise<Logged> {
  const stdout = openSync(logFile, 'a', 0o600);
  const program = startProgram('all-in-one', { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'info' }, [], {
    stdout,
  });
  closeSync(stdout);
  running = program;
  const pattern = /GraphQL +(http:\S+)\/graphql/g;
  const urls = await eventually(
    async () => [...(await readFile(logFile, 'utf8')).matchAll(pattern)].map(([, url]) => url!),
    ([url]) => url !== undefined,
    30_000,
  );
  return { program, url: urls.at(-1)! };
}

const isReady = async (url: string): Promise<number> => (await sendHttp(`${url}/ready`)).status;
const products = (url: string) =>
  createGraphqlClient(url).ask<{ products: { totalCount: number } }>('{ products { totalCount } }');

async function end(program: Program): Promise<unknown> {
  program.process.kill('SIGTERM');
  return program.exited;
}

const what = 'npm start on a full disk';
if (disk === undefined)
  describe.skip(`${what} (needs root and mount)`, () => {
    it.todo('is tried');
  });
else
  describe(what, () => {
    afterEach(() => {
      running?.process.kill('SIGKILL');
      disk.free();
    });

    afterAll(async () => {
      disk.unmount();
      await rm(folder, { recursive: true, force: true });
    });

    it('says so in one line at the first start', async () => {
      disk.fill();
      const ended = await runProgram('all-in-one', {
        PORT: '0',
        DATA_DIR: onDisk('first'),
        LOG_LEVEL: 'error',
      });
      expect(ended).toEqual({
        end: 1,
        stdout: '',
        stderr: expect.stringMatching(/^[^\n]*disk is full[^\n]*\n$/),
      });
    });

    it('loses only entries when the disk of the log is full', async () => {
      const file = onDisk('log');
      const { program, url } = await startLogged(join(folder, 'elsewhere'), file);
      const ada = await logIn(url, 'ada');
      disk.fill();
      const written = (await readFile(file)).length;
      for (let asked = 0; asked < 100; asked += 1) await products(url);
      const { order } = await placeOrder(ada, mugs());
      expect(order).toMatchObject({ status: 'CONFIRMED' });
      expect(await isReady(url)).toBe(200);
      expect((await readFile(file)).length - written).toBeLessThan(4_096);
      disk.free();
      await eventually(
        async () => {
          await products(url);
          return readFile(file, 'utf8');
        },
        (log) => /"dropped":\d+,"msg":"log entries were dropped"/.test(log),
      );
      disk.fill();
      expect(await end(program)).toBe(0);
    }, 60_000);

    it('reads, is not ready and refuses with data and log on it, and goes on when there is space', async () => {
      await mkdir(onDisk('both'));
      const [dataDir, log] = [onDisk('both/data'), onDisk('both/log')];
      const { program, url } = await startLogged(dataDir, log);
      const ada = await logIn(url, 'ada');
      expect(await isReady(url)).toBe(200);
      disk.fill();
      expect(await isReady(url)).toBe(503);
      expect((await products(url)).products.totalCount).toBeGreaterThan(0);
      expect((await sendHttp(`${url}/health`)).status).toBe(200);
      const register = `mutation ($email: String!) {
        register(input: { email: $email, password: "correct-horse-battery", name: "Late" }) { session { accessToken } }
      }`;
      const codes: string[] = [];
      for (let tried = 0; tried < 20 && codes.length === 0; tried += 1) {
        const { errors = [] } = await createGraphqlClient(url).send(register, {
          email: `late${tried}@example.com`,
        });
        codes.push(...errors.map(({ extensions }) => extensions.code));
      }
      expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
      expect(program.process.exitCode).toBeNull();
      disk.free();
      await eventually(
        () => isReady(url),
        (status) => status === 200,
      );
      const { order, orderId } = await placeOrder(ada, mugs());
      expect(order).toMatchObject({ status: 'CONFIRMED' });
      disk.fill();
      expect(await end(program)).toBe(0);
      disk.free();
      expect(await readFile(log, 'utf8')).not.toContain('unexpected error');
      const again = await startLogged(dataDir, onDisk('both/second-log'));
      const found = await orderOf(await logIn(again.url, 'ada'), orderId!);
      expect(found).toMatchObject({ status: 'CONFIRMED', saga: { status: 'COMPLETED' } });
      expect(await end(again.program)).toBe(0);
    }, 90_000);
  });
