import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogFiles } from '../src/log-files.ts';
import { createLogOutput, readable } from '../src/log-output.ts';
import { createLogger } from '../src/index.ts';

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
};

describe('the log in files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-log-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (changes: object = {}) =>
    new LogFiles({ folder, bytes: 2_000, files: 2, days: 7, ...changes });
  /** The entries of a file; none while the file is being compressed. */
  const loggedIn = async (name: string): Promise<string> => {
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    try {
      return name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
    } catch {
      return '';
    }
  };

  it('has a file for each service, and one for what no service has said', async () => {
    const log = createLogger(undefined, 'info', createLogOutput(open()));
    log.child({ service: 'orders' }).info('of orders');
    log.child({ service: 'payments' }).info({ service: '../../etc' }, 'of payments');
    log.info({ text: '"service":"orders"' }, 'of nobody');
    await until(
      async () => (await loggedIn('counterstep.log')) !== '' && (await loggedIn('payments.log')) !== '',
    );
    await until(async () => (await loggedIn('orders.log')) !== '');
    expect((await readdir(folder)).sort()).toEqual(['counterstep.log', 'orders.log', 'payments.log']);
    expect(JSON.parse(await loggedIn('orders.log'))).toMatchObject({ msg: 'of orders' });
  });

  it('compresses what has grown, and keeps so many files', async () => {
    const files = open();
    const entry = (count: number): string =>
      `{"level":"info","time":"2026-01-01T00:00:00.000Z","service":"orders","count":${count},"text":"${'x'.repeat(400)}"}\n`;
    for (let count = 0; count < 60; count += 1) {
      expect(files.write(entry(count))).toBe(true);
      const written = `"count":${count},`;
      const isThere = async (): Promise<boolean> => {
        const texts = await Promise.all((await readdir(folder)).map(loggedIn));
        return texts.some((text) => text.includes(written));
      };
      await until(isThere);
    }
    const names = async (): Promise<string[]> =>
      (await readdir(folder)).filter((name) => name.endsWith('.log') || name.endsWith('.gz')).sort();
    // A file is compressed while the next one already takes entries, so it is complete only some time after its last
    // entry.
    await until(
      async () => /"count":5\d/.test(await loggedIn('orders.1.log.gz')) && (await names()).length === 3,
    );
    expect(await names()).toEqual(['orders.1.log.gz', 'orders.2.log.gz', 'orders.log']);
  });

  it('removes what is old, and nothing else', async () => {
    const old = new Date(Date.now() - 8 * 86_400_000);
    for (const name of ['orders.1.log.gz', 'orders.2.log.gz', 'notes.txt'])
      await writeFile(join(folder, name), '');
    for (const name of ['orders.2.log.gz', 'notes.txt']) await utimes(join(folder, name), old, old);
    open();
    expect((await readdir(folder)).sort()).toEqual(['notes.txt', 'orders.1.log.gz']);
  });

  it('refuses what it cannot write, and goes on', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const files = open({ folder: join(file, 'log') });
    expect(files.write('{"level":"info"}\n')).toBe(false);
    expect(files.write('{"level":"info"}\n')).toBe(false);
  });
});

describe('an entry on a terminal', () => {
  const entry =
    '{"level":"warn","time":"2026-01-01T00:00:00.000Z","service":"orders","orderId":"o-1","msg":"late"}\n';

  it('is text with its service, its message and its fields', () => {
    const text = readable({ colours: false })(entry);
    expect(text).toMatch(/WARN.*orders: late\n {4}orderId: "o-1"\n/);
    expect(text).not.toContain('\u001b');
  });

  it('has colours', () => {
    expect(readable({ colours: true })(entry)).toContain('\u001b[33mWARN');
  });
});
