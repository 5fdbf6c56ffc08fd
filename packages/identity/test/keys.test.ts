import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createInternalSigner,
  createInternalVerifier,
  createSessionSigner,
  createSessionVerifier,
  loadKeys,
  noKeys,
} from '@counterstep/identity';
import { ada } from '@counterstep/service-kit/testing';

const services = ['gateway', 'coordinator', 'customers', 'orders', 'inventory', 'payments', 'shipping'];

describe('keys', () => {
  let folder: string;
  const load = (service: string, config = noKeys, dataDir = join(folder, 'data')) =>
    loadKeys(config, dataDir, service, false);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are made once, however many services start at once, and are found again', async () => {
    const loaded = await Promise.all(services.map((service) => load(service)));
    for (const keys of [...loaded, await load('notifications')]) {
      expect(keys.sessionPublic).toEqual(loaded[0]!.sessionPublic);
      expect(keys.internalPublic).toEqual(loaded[0]!.internalPublic);
    }
  });

  it('are complete from the first moment at which there is a file', async () => {
    const file = join(folder, 'data', 'keys.json');
    const making = load('gateway');
    while (!existsSync(file)) await nextTurn();
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toHaveLength(3);
    await making;
  });

  it('go together: what one service signs the others verify', async () => {
    const [gateway, customers] = await Promise.all([load('gateway'), load('customers')]);
    const authorization = `Bearer ${await (
      await createInternalSigner(gateway.internalPrivate!)
    )('orders', ada)}`;
    await expect(createInternalVerifier('orders', customers.internalPublic)(authorization)).resolves.toEqual({
      service: 'gateway',
      viewer: ada,
    });
    const token = await (await createSessionSigner(customers.sessionPrivate!))(ada, 60);
    const { viewer } = await createSessionVerifier(gateway.sessionPublic)(token);
    expect(viewer).toEqual(ada);
  });

  it('that sign calls are given to gateway and coordinator only', async () => {
    const loaded = await Promise.all(services.map((service) => load(service)));
    expect(loaded.map(({ internalPrivate }) => internalPrivate?.kid)).toEqual([
      'gateway',
      'coordinator',
      ...Array<undefined>(5).fill(undefined),
    ]);
  });

  it('that verify hold nothing secret', async () => {
    const { sessionPublic, internalPublic } = await load('orders');
    for (const key of [...sessionPublic.keys, ...internalPublic.keys]) expect(key).not.toHaveProperty('d');
  });

  it('are kept in a file that only its owner may read', async () => {
    await load('gateway');
    const { mode } = await stat(join(folder, 'data', 'keys.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('that are given are taken as they are, and none is made', async () => {
    const internalPublic = { keys: [] };
    const keys = await load('gateway', { ...noKeys, internalPublic });
    expect(keys).toEqual({
      sessionPrivate: undefined,
      sessionPublic: { keys: [] },
      internalPrivate: undefined,
      internalPublic,
    });
    await expect(stat(join(folder, 'data'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('must be given in production', async () => {
    await expect(loadKeys(noKeys, folder, 'gateway', true)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('INTERNAL_PUBLIC_KEYS'),
    });
  });

  it('that cannot be made are one clear error that names the file', async () => {
    const blocked = join(folder, 'blocked');
    await writeFile(blocked, '');
    await expect(load('gateway', noKeys, join(blocked, 'data'))).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(join(blocked, 'data', 'keys.json')),
    });
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.indexOf('"d"') + 30)],
    ['followed by something', (text: string) => `${text}!`],
    ['without a key', (text: string) => text.replace('"coordinator": {', '"other": {')],
    ['no text', () => ''],
  ])('in a file that is %s are one clear error that quotes no key', async (_how, damage) => {
    const { sessionPrivate } = await load('gateway');
    const file = join(folder, 'data', 'keys.json');
    await writeFile(file, damage(await readFile(file, 'utf8')));
    const failure = await load('gateway').catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ code: 'INVALID_CONFIGURATION', message: expect.stringContaining(file) });
    expect(inspect(failure)).not.toContain(sessionPrivate!.d!.slice(0, 8));
  });

  it('leave nothing but their file behind', async () => {
    await Promise.all(services.map((service) => load(service)));
    expect(await readdir(join(folder, 'data'))).toEqual(['keys.json']);
  });
});
