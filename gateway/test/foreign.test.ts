import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { graphql, GraphQLError, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createGateway } from '../src/service.ts';
import { readGatewayConfig } from '../src/config.ts';
import { connect, Follower } from './follower.ts';
import { ask } from './kit.ts';
import { compose } from './library.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { weather: String moon: String }
  type Subscription { gusts: Gust! }
  type Gust { knots: Int! }`;

const resolvers = {
  Query: {
    weather: () => 'fair',
    moon: () => {
      throw new GraphQLError('No moon today.', { extensions: { code: 'NEW_MOON' } });
    },
  },
  Subscription: {
    gusts: {
      subscribe: async function* () {
        for (const knots of [20, 30]) yield await Promise.resolve({ gusts: { knots } });
      },
    },
  },
};

/** A subgraph of somebody else, which records what it is told. */
async function startForeignSubgraph() {
  const schema = buildSubgraphSchema({ typeDefs: parse(SDL), resolvers });
  const headers: IncomingHttpHeaders[] = [];
  const parameters: unknown[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    void (async () => {
      const chunks = (await request.toArray()) as Buffer[];
      const { query } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string };
      const result = await graphql({ schema, source: query });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = useServer(
    {
      schema,
      onConnect: ({ connectionParams }) => {
        parameters.push(connectionParams);
      },
    },
    new WebSocketServer({ server }),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers,
    parameters,
    stop: async () => {
      await sockets.dispose();
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a foreign supergraph without keys', () => {
  let subgraph: Awaited<ReturnType<typeof startForeignSubgraph>>;
  let gateway: Service;

  beforeEach(async () => {
    subgraph = await startForeignSubgraph();
    const environment = {
      SUPERGRAPH_FILE: 'foreign.graphql',
      WEATHER_STATION_URL: subgraph.url,
      LOG_LEVEL: 'silent',
    };
    const config = await readGatewayConfig(environment);
    expect(config.keys).toBeUndefined();
    const supergraph = { sdl: compose({ 'weather-station': SDL }) };
    gateway = await createGateway({ ...config, port: 0, supergraph, publicErrorCodes: ['NEW_MOON'] });
  });
  afterEach(async () => {
    await gateway.stop();
    await subgraph.stop();
  });

  it('is served to everybody', async () => {
    expect((await ask(gateway, '{ weather }')).data).toEqual({ weather: 'fair' });
    const follower = new Follower(connect(gateway), 'subscription { gusts { knots } }');
    expect(await follower.ended).toEqual({});
    expect(follower.values()).toEqual([{ knots: 20 }, { knots: 30 }]);
  });

  it('gets the client’s own authorization, correlation id and address', async () => {
    const authorization = 'Basic YWRhOnNlY3JldA==';
    await ask(gateway, '{ weather }', { headers: { authorization, 'x-correlation-id': 'correlation-1' } });
    expect(subgraph.headers).toMatchObject([
      { authorization, 'x-correlation-id': 'correlation-1', 'x-client-address': '127.0.0.1' },
    ]);
    await new Follower(connect(gateway, authorization), 'subscription { gusts { knots } }').ended;
    expect(subgraph.parameters).toMatchObject([{ authorization, correlationId: expect.any(String) }]);
  });

  it('may show error codes of its own where they are configured', async () => {
    const { errors } = await ask(gateway, '{ moon }');
    expect(errors).toMatchObject([{ message: 'No moon today.', extensions: { code: 'NEW_MOON' } }]);
  });

  it('gets the address that a trusted proxy tells', async () => {
    const config = await readGatewayConfig({
      SUPERGRAPH_FILE: 'x',
      TRUST_PROXY: 'true',
      LOG_LEVEL: 'silent',
    });
    const supergraph = { sdl: compose({ 'weather-station': SDL }) };
    const proxied = await createGateway({
      ...config,
      port: 0,
      supergraph,
      subgraphUrls: { 'weather-station': subgraph.url },
    });
    await ask(proxied, '{ weather }', { headers: { 'x-forwarded-for': '1.2.3.4, 203.0.113.9' } });
    await proxied.stop();
    expect(subgraph.headers.at(-1)).toMatchObject({ 'x-client-address': '203.0.113.9' });
  });

  describe('with headers that go on', () => {
    const propagating = async (): Promise<Service> => {
      const config = await readGatewayConfig({
        SUPERGRAPH_FILE: 'x',
        PROPAGATED_HEADERS: 'X-Tenant, cookie',
        LOG_LEVEL: 'silent',
      });
      const subgraphUrls = { 'weather-station': subgraph.url };
      return createGateway({
        ...config,
        port: 0,
        supergraph: { sdl: compose({ 'weather-station': SDL }) },
        subgraphUrls,
      });
    };
    const gusts = 'subscription { gusts { knots } }';

    it('passes on those that are named, and no others', async () => {
      const gateway = await propagating();
      await ask(gateway, '{ weather }', { headers: { 'x-tenant': 'a', cookie: 'b=c', 'x-other': 'd' } });
      await gateway.stop();
      expect(subgraph.headers).toMatchObject([{ 'x-tenant': 'a', cookie: 'b=c' }]);
      expect(subgraph.headers[0]).not.toHaveProperty('x-other');
    });

    it('passes on parameters of a socket by those names, in whatever case', async () => {
      const gateway = await propagating();
      const socket = (tenant: unknown) => connect(gateway, undefined, { 'X-TENANT': tenant, other: 'd' });
      await new Follower(socket('a'), gusts).ended;
      await new Follower(socket('b'), '{ weather }').ended;
      expect(await new Follower(socket('a\r\nx-other: d'), gusts).ended).toEqual({ closeCode: 4403 });
      expect(await new Follower(socket({}), gusts).ended).toEqual({ closeCode: 4403 });
      await gateway.stop();
      expect(subgraph.parameters).toMatchObject([{ 'x-tenant': 'a' }]);
      expect(subgraph.parameters[0]).not.toHaveProperty('other');
      expect(subgraph.headers).toMatchObject([{ 'x-tenant': 'b' }]);
    });

    it('gives clients that send different values sockets of their own', async () => {
      const gateway = await propagating();
      for (const tenant of ['a', 'b'])
        await new Follower(connect(gateway, undefined, { 'x-tenant': tenant }), gusts).ended;
      await gateway.stop();
      expect(subgraph.parameters).toMatchObject([{ 'x-tenant': 'a' }, { 'x-tenant': 'b' }]);
    });

    it.each([
      'connection',
      'Transfer-Encoding',
      'authorization',
      'x-client-address',
      'x-forwarded-for',
      'a b',
    ])('refuses to pass on %s', async (name) => {
      const environment = { SUPERGRAPH_FILE: 'x', PROPAGATED_HEADERS: name };
      await expect(readGatewayConfig(environment)).rejects.toThrow('PROPAGATED_HEADERS must not name');
    });
  });
});
