import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  describeWithMongo,
  describeWithReplicaSet,
  findMongo,
  findMongod,
  type TestHooks,
} from '@counterstep/document-store/testing';

/** Hooks that note the names of the described tests. */
function noted(): { readonly hooks: TestHooks; readonly names: string[] } {
  const names: string[] = [];
  const describe = Object.assign((name: string) => void names.push(name), {
    skip: (name: string) => void names.push(`skipped: ${name}`),
  });
  return { hooks: { describe, beforeAll: () => undefined, afterAll: () => undefined }, names };
}

/** Starts a Docker engine that answers, but has no image and reaches no registry. */
async function startEngine(): Promise<{
  readonly server: Server;
  readonly url: string;
  readonly pulls: string[];
}> {
  const pulls: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    const isPull = url.includes('/images/create');
    if (isPull) pulls.push(url);
    const found = url.endsWith('/info') ? { OperatingSystem: 'none', ServerVersion: '24.0' } : undefined;
    const message = isPull ? 'registry-1.docker.io: no such host' : 'No such image.';
    response.writeHead(found ? 200 : isPull ? 500 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { message }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, pulls };
}

describe('the MongoDB of the tests', () => {
  const environment = { ...process.env };

  beforeEach(() => {
    for (const name of ['MONGO_URI', 'MONGO_MISSING', 'MONGOD_BINARY', 'REQUIRE_MONGO', 'DOCKER_HOST'])
      Reflect.deleteProperty(process.env, name);
    process.env['PATH'] = '/nowhere';
  });

  afterEach(() => {
    Object.assign(process.env, environment);
  });

  it('is the one of MONGO_URI, when that is set', async () => {
    process.env['MONGO_URI'] = 'mongodb://somewhere';
    const source = await findMongo();
    expect(source.missing).toBeUndefined();
    await expect(source.start?.()).resolves.toMatchObject({ uri: 'mongodb://somewhere' });
  });

  it('comes from the binary of MONGOD_BINARY, when that is set', () => {
    expect(findMongod()).toBeUndefined();
    process.env['MONGOD_BINARY'] = '/opt/mongod';
    expect(findMongod()).toBe('/opt/mongod');
  });

  it('is reported as skipped, with the reason, where there is none', () => {
    const { hooks, names } = noted();
    describeWithReplicaSet(hooks, 'a replica set', () => undefined);
    expect(names).toEqual([
      'skipped: a replica set (skipped: no MONGOD_BINARY (scripts/fetch-mongod gets one))',
    ]);
  });

  it('may not be missing where it is required', () => {
    process.env['REQUIRE_MONGO'] = 'true';
    const { hooks, names } = noted();
    expect(() => {
      describeWithReplicaSet(hooks, 'a replica set', () => undefined);
    }).toThrow('a replica set must not be skipped here: no MONGOD_BINARY (scripts/fetch-mongod gets one).');
    expect(names).toEqual([]);
  });

  it('is skipped, with the reason, where a Docker engine answers and cannot pull; where it is required, that fails', async () => {
    const { server, url, pulls } = await startEngine();
    try {
      process.env['DOCKER_HOST'] = url;
      const reason = /a Docker engine that answers and cannot pull mongo:8: .*no such host/;
      const { missing } = await findMongo();
      expect(missing).toMatch(reason);
      expect(pulls).not.toEqual([]);
      // The first search passes its result on, so that later ones need not try again.
      process.env['MONGO_MISSING'] = missing ?? '';
      const before = pulls.length;
      const { hooks, names } = noted();
      await describeWithMongo(hooks, 'a store', () => undefined);
      expect(names).toEqual([`skipped: a store (skipped: ${missing ?? ''})`]);
      process.env['REQUIRE_MONGO'] = 'true';
      await expect(describeWithMongo(hooks, 'a store', () => undefined)).rejects.toThrow(reason);
      expect(pulls).toHaveLength(before);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
