import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allServices } from '../support/services.ts';
import { runProgram } from '../support/run.ts';
import { startProgram } from '../support/system.ts';

const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runProgram('cli', env, words);

describe('The command line', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('names every service and every tool, without a word and with --help', async () => {
    const { end, stdout } = await run(['--help']);
    expect(end).toBe(0);
    for (const word of [
      ...allServices,
      'all-in-one',
      'audit',
      'conform',
      'demo',
      'role',
      'keys',
      'health',
      'smoke',
      'trace',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${word} `, 'm'));
    expect(await run([])).toEqual({ end, stdout, stderr: '' });
  });

  it('says its version', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(await run(['--version'])).toEqual({ end: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([['nonsense'], ['__proto__'], ['constructor'], ['--nonsense']])(
    'refuses the word %s with exit code 2',
    async (word) => {
      const { end, stdout, stderr } = await run([word]);
      expect([end, stdout]).toEqual([2, '']);
      expect(stderr).toContain(word);
    },
  );

  it.each([['audit'], ['conform'], ['demo'], ['role'], ['keys'], ['health'], ['smoke'], ['trace']])(
    'hands --help to the tool %s',
    async (word) => {
      const { end, stdout, stderr } = await run([word, '--help']);
      expect([end, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`counterstep ${word}`);
    },
  );

  it.each([...allServices, 'all-in-one'])(
    'tells what the service %s is instead of starting it, when asked for --help',
    async (word) => {
      const { end, stdout, stderr } = await run([word, '--help'], { PORT: '0', DATA_DIR: dataDir });
      expect([end, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`Usage: counterstep ${word}\n`);
    },
  );

  it.each([['--prot=4001'], ['now']])('refuses to start a service with the word %s', async (word) => {
    const { end, stdout, stderr } = await run(['orders', word], { PORT: '0', DATA_DIR: dataDir });
    expect([end, stdout]).toEqual([2, '']);
    expect(stderr).toContain(word);
  });

  it('starts a service, whose health can be asked, with secrets in files', async () => {
    const files = join(dataDir, 'keys');
    expect(await run(['keys', '--dir', files])).toMatchObject({ end: 0 });
    const env = {
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      INTERNAL_PUBLIC_KEYS_FILE: join(files, 'INTERNAL_PUBLIC_KEYS'),
    };
    const program = startProgram('cli', { ...env, PORT: '0' }, ['orders']);
    const url = await program.printed(/"url":"(http:[^"]+)","msg":"listening"/);
    const { port } = new URL(url);
    expect(await run(['health', 'orders'], { PORT: port })).toEqual({ end: 0, stdout: '', stderr: '' });
    expect(await run(['health', '--ready'], { PORT: port })).toMatchObject({ end: 0 });
    program.process.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(await run(['health', 'orders'], { PORT: port })).toMatchObject({
      end: 1,
      stderr: `nothing answers on port ${port}\n`,
    });
  });

  it('names the file of a secret that cannot be read, and a secret that is given twice', async () => {
    const there = join(dataDir, 'uri');
    await writeFile(there, 'mongodb://127.0.0.1:1');
    const missing = await run(['orders'], { PORT: '0', MONGO_URI_FILE: join(dataDir, 'missing') });
    expect(missing).toMatchObject({ end: 1, stderr: expect.stringMatching(/^MONGO_URI_FILE .*ENOENT.*\n$/) });
    const twice = await run(['orders'], { PORT: '0', MONGO_URI: 'mongodb://x', MONGO_URI_FILE: there });
    expect(twice).toMatchObject({ end: 1, stderr: 'Set MONGO_URI or MONGO_URI_FILE, not both.\n' });
  });

  it('names the sources of a stack trace that a program has printed without source maps', async () => {
    const bundle = await readFile('dist/orders.js', 'utf8');
    const column = bundle.indexOf('await');
    const line = bundle.slice(0, column).split('\n').length;
    const inLine = column - bundle.lastIndexOf('\n', column);
    const input = `    at file:///app/dist/orders.js:${line}:${inLine}\nplain text\n`;
    const { stdout } = spawnSync(process.execPath, ['dist/cli.js', 'trace'], { input, encoding: 'utf8' });
    expect(stdout).toMatch(/^ {4}at subgraphs\/orders\/src\/main\.ts:\d+:\d+\nplain text\n$/);
  });
});
