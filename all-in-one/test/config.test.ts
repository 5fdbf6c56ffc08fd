import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoUrl, readConfig } from '../src/config.ts';

describe('an empty variable of the whole in one process', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'counterstep-config-'));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  it.each(['', ' '])('(%j) is one that is not given', async (nothing) => {
    const empty = Object.fromEntries(
      ['LOG_LEVEL', 'PORT', 'SESSION_PRIVATE_KEY', 'SESSION_PUBLIC_KEYS', 'SUPERGRAPH_FILE', 'MONGO_URI'].map(
        (name) => [name, nothing],
      ),
    );
    const config = await readConfig({ DATA_DIR: dataDir, ...empty });
    expect(config).toEqual(await readConfig({ DATA_DIR: dataDir }));
    expect([config.logLevel, config.gateway.logLevel, config.orders.logLevel]).toEqual([
      'warn',
      'warn',
      'warn',
    ]);
  });

  it('names the demonstration no URL', () => {
    expect(demoUrl({ GATEWAY_URL: '', PORT: '' })).toBe(demoUrl({}));
  });
});
