import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadKeys } from '@counterstep/platform/identity';

const none = {
  sessionPrivate: undefined,
  sessionPublic: undefined,
  internalPrivate: undefined,
  internalPublic: undefined,
};

describe('keys of the data folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterstep-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are the same for all services that start at the same time, and nothing else stays in the folder', async () => {
    const services = Array.from({ length: 12 }, () => loadKeys(none, folder, 'gateway', false));
    const [first, ...others] = await Promise.all(services);
    for (const keys of others) expect(keys).toEqual(first);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });

  it('are complete from the first moment at which there is a file', async () => {
    const file = join(folder, 'keys.json');
    const making = loadKeys(none, folder, 'gateway', false);
    while (!existsSync(file)) await nextTurn();
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toHaveLength(3);
    await making;
  });

  it('are readable for their owner only', async () => {
    await loadKeys(none, folder, 'gateway', false);
    expect((await stat(join(folder, 'keys.json'))).mode & 0o077).toBe(0);
  });
});
