import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createInternalSigner, createInternalVerifier } from '@counterstep/identity';
import { keysCommand } from '../src/keys/command.ts';
import { parseKeySet, type KeySet } from '../src/keys/key-set.ts';

async function run(words: readonly string[], input = '') {
  let [out, error] = ['', ''];
  const code = await keysCommand(words, {
    input: () => Promise.resolve(input),
    out: (text) => (out += text),
    error: (text) => (error += text),
  });
  return { code, out, error };
}

const textsIn = (json: string) => JSON.parse(json) as Record<string, string>;
const newKeys = async () => (await run(['--format', 'json'])).out;
const rotate = async (step: string, json: string) => (await run(['rotate', step], json)).out;

/** Whether a verifier with these public keys accepts a call that the gateway signs with its key. */
async function isTaken(signer: KeySet, verifier: KeySet): Promise<boolean> {
  const sign = await createInternalSigner(signer.GATEWAY_INTERNAL_PRIVATE_KEY);
  const verify = createInternalVerifier('orders', verifier.INTERNAL_PUBLIC_KEYS);
  const token = await sign('orders', undefined);
  return verify(`Bearer ${token}`).then(
    ({ service }) => service === 'gateway',
    () => false,
  );
}

describe('keys', () => {
  it('are printed as variables for each service, as JSON, and as a Kubernetes Secret', async () => {
    const { out } = await run([]);
    expect(out.match(/^[A-Z_]+(?==')/gm)).toEqual([
      'SESSION_PRIVATE_KEY',
      'SESSION_PUBLIC_KEYS',
      'INTERNAL_PRIVATE_KEY',
      'INTERNAL_PRIVATE_KEY',
      'INTERNAL_PUBLIC_KEYS',
    ]);
    expect(parseKeySet(textsIn(await newKeys())).SESSION_PRIVATE_KEY.kid).toBe('session');
    const secret = JSON.parse((await run(['--format', 'kubernetes', '--name', 'mine'])).out) as {
      kind: string;
      metadata: { name: string };
      data: Record<string, string>;
    };
    expect([secret.kind, secret.metadata.name]).toEqual(['Secret', 'mine']);
    expect(Buffer.from(secret.data['INTERNAL_PUBLIC_KEYS']!, 'base64').toString()).toContain('"gateway"');
  });

  it('are taken at every moment of a rotation, wherever a service has restarted already, and the old ones not after it', async () => {
    const before = await newKeys();
    const steps = [before];
    for (const step of ['publish', 'sign', 'retire']) steps.push(await rotate(step, steps.at(-1)!));
    const sets = steps.map((json) => parseKeySet(textsIn(json)));
    for (const [index, after] of sets.entries()) {
      const earlier = sets[Math.max(0, index - 1)]!;
      expect([await isTaken(earlier, after), await isTaken(after, earlier)]).toEqual([true, true]);
    }
    expect(await isTaken(sets[0]!, sets[3]!)).toBe(false);
    expect(sets[3]!.NEXT_PRIVATE_KEYS).toBeUndefined();
  });

  it.each([
    ['sign', 'publish first'],
    ['retire', 'publish and sign first'],
  ])('refuse the step %s before its turn', async (step, message) => {
    const { code, out, error } = await run(['rotate', step], await newKeys());
    expect([code, out]).toEqual([1, '']);
    expect(error).toContain(message);
  });

  it('refuse a second publishing while the first one is not finished', async () => {
    const published = await rotate('publish', await newKeys());
    expect(await run(['rotate', 'publish'], published)).toMatchObject({ code: 1, out: '' });
    const signing = await rotate('sign', published);
    expect(await run(['rotate', 'publish'], signing)).toMatchObject({ code: 1, out: '' });
  });

  it('leave whatever else a Secret holds, and lose no name of their own', async () => {
    const { out } = await run(['--format', 'kubernetes']);
    const secret = JSON.parse(out) as { data: Record<string, string>; metadata: object };
    const mine = { ...secret, metadata: { ...secret.metadata, labels: { team: 'shop' } } };
    mine.data['MONGO_URI'] = Buffer.from('mongodb://mongo').toString('base64');
    const published = JSON.parse((await run(['rotate', 'publish'], JSON.stringify(mine))).out) as typeof mine;
    expect(published).toMatchObject({
      metadata: { labels: { team: 'shop' } },
      data: { MONGO_URI: mine.data['MONGO_URI'] },
    });
    const signing = JSON.parse(await rotate('sign', JSON.stringify(published))) as typeof mine;
    expect(Object.keys(signing.data)).not.toContain('NEXT_PRIVATE_KEYS');
  });

  it.each(['', 'nonsense', '[]', '{"kind":"Secret","data":{}}', '{"SESSION_PRIVATE_KEY":"{}"}'])(
    'refuse %j as keys, quoting nothing',
    async (input) => {
      const { code, out, error } = await run(['rotate', 'publish'], input);
      expect([code, out]).toEqual([1, '']);
      expect(error.split('\n')).toHaveLength(2);
    },
  );

  it.each([
    [['rotate']],
    [['rotate', 'later']],
    [['--format', 'xml']],
    [['--unknown']],
    [['make']],
    [['--dir', '']],
  ])('refuse the command line %j with exit code 2', async (words) => {
    expect(await run(words)).toMatchObject({ code: 2, out: '' });
  });
});

describe('a folder of keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const contents = async () => {
    const names = (await readdir(folder)).sort();
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])),
    ) as Record<string, string>;
  };

  it('is made once, by one of several that do so at once, for its owner only', async () => {
    const done = await Promise.all(Array.from({ length: 5 }, () => run(['--dir', folder])));
    expect(done.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    const made = await contents();
    expect(Object.keys(made)).toEqual([
      'COORDINATOR_INTERNAL_PRIVATE_KEY',
      'GATEWAY_INTERNAL_PRIVATE_KEY',
      'INTERNAL_PUBLIC_KEYS',
      'SESSION_PRIVATE_KEY',
      'SESSION_PUBLIC_KEYS',
      'keys.json',
    ]);
    await run(['--dir', folder]);
    expect(await contents()).toEqual(made);
    expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  it('writes again what a death has left out', async () => {
    await run(['--dir', folder]);
    const made = await contents();
    await rm(join(folder, 'SESSION_PUBLIC_KEYS'));
    await run(['--dir', folder]);
    expect(await contents()).toEqual(made);
  });

  it('rotates, and keeps no file of a key that is no more', async () => {
    await run(['--dir', folder]);
    const before = await contents();
    for (const step of ['publish', 'sign', 'retire'])
      expect(await run(['rotate', step, '--dir', folder])).toMatchObject({ code: 0 });
    const after = await contents();
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(after['SESSION_PRIVATE_KEY']).not.toBe(before['SESSION_PRIVATE_KEY']);
  });

  it('without keys cannot rotate', async () => {
    expect(await run(['rotate', 'publish', '--dir', folder])).toMatchObject({ code: 1 });
  });
});
