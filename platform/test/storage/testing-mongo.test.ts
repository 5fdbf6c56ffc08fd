import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeWithReplicaSet, findMongo, findMongod, type TestHooks } from '@counterstep/platform/testing';

/** Hooks that note what would be described. */
function noted(): { readonly hooks: TestHooks; readonly names: string[] } {
  const names: string[] = [];
  const describe = Object.assign((name: string) => void names.push(name), {
    skip: (name: string) => void names.push(`skipped: ${name}`),
  });
  return { hooks: { describe, beforeAll: () => undefined, afterAll: () => undefined }, names };
}

describe('the MongoDB of the tests', () => {
  const environment = { ...process.env };

  beforeEach(() => {
    for (const name of ['MONGO_URI', 'MONGOD_BINARY', 'REQUIRE_MONGO'])
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
});
