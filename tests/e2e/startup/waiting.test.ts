import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freeAddress } from '../support/free-address.ts';
import { startProgram } from '../support/system.ts';

describe('A program whose MongoDB does not answer', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'counterstep-e2e-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it.each(['all-in-one', 'orders', 'coordinator'])(
    'waits and says so, lives and is not ready, and ends when asked to: %s',
    async (name) => {
      const { host, port } = await freeAddress();
      const database = await freeAddress();
      const options = 'serverSelectionTimeoutMS=100&connectTimeoutMS=100';
      const program = startProgram(name, {
        ...{ HOST: host, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'info' },
        MONGO_URI: `mongodb://${database.host}:${database.port}/?${options}`,
      });
      await program.printed(/waiting for the database/);

      const url = `http://${host}:${port}`;
      const statusOf = async (path: string) => (await fetch(`${url}/${path}`)).status;
      expect(await Promise.all(['health', 'ready', 'graphql'].map(statusOf))).toEqual([200, 503, 503]);

      program.process.kill('SIGTERM');
      expect(await program.ended).toBe(0);
    },
  );
});
