import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readGatewayConfig } from '../src/config.ts';
import { endpointOf } from '../src/http/addresses.ts';

describe('configuration', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = (environment: Record<string, string> = {}) =>
    readGatewayConfig({ DATA_DIR: folder, ...environment });

  it('serves this project’s supergraph, with keys of the data folder', async () => {
    const config = await read();
    expect(config.supergraph).toMatchObject({ file: expect.stringMatching(/schema\/supergraph\.graphql$/) });
    expect(config.keys?.internalPrivate.kid).toBe('gateway');
  });

  it('needs keys in production', async () => {
    await expect(read({ NODE_ENV: 'production' })).rejects.toThrow(
      'SESSION_PUBLIC_KEYS and INTERNAL_PRIVATE_KEY',
    );
  });

  it('turns introspection and GraphiQL off in production unless asked for', async () => {
    const production = { NODE_ENV: 'production', SUPERGRAPH_FILE: 'supergraph.graphql' };
    expect(await read(production)).toMatchObject({ introspection: false, playground: undefined });
    expect(await read({ ...production, INTROSPECTION: 'true', GRAPHIQL: 'true' })).toMatchObject({
      introspection: true,
      playground: {},
    });
    expect(await read()).toMatchObject({ introspection: true, playground: {} });
  });

  it('lets pages of every origin call in development, and in production those that are configured', async () => {
    const production = { NODE_ENV: 'production', SUPERGRAPH_FILE: 'supergraph.graphql' };
    expect((await read()).corsOrigins).toEqual(['*']);
    expect((await read(production)).corsOrigins).toEqual([]);
    const given = await read({ ...production, CORS_ORIGIN: 'https://a.example, https://b.example' });
    expect(given.corsOrigins).toEqual(['https://a.example', 'https://b.example']);
  });

  it('names a wrong variable', async () => {
    await expect(read({ MAX_DEPTH: 'deep' })).rejects.toThrow('MAX_DEPTH must be a number');
  });

  it('finds the address of a subgraph in its variable, in the supergraph, and at its usual port', async () => {
    const config = await read({ ORDERS_URL: 'http://orders:8000', MY_GRAPH_URL: 'https://example.com/api' });
    expect(endpointOf('orders', 'http://orders.invalid/graphql', config)).toBe('http://orders:8000/graphql');
    expect(endpointOf('my-graph', 'http://elsewhere/', config)).toBe('https://example.com/api');
    expect(endpointOf('coordinator', 'http://coordinator.invalid/graphql', config)).toBe(
      'http://127.0.0.1:9000/graphql',
    );
    expect(endpointOf('inventory', 'http://inventory.example/', config)).toBe('http://inventory.example/');
  });
});
