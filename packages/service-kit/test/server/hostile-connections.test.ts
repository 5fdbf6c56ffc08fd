import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFoundation, startSubgraph, type Service } from '../../src/server/index.ts';
import { createServiceKit, hostileConnections, type ServiceKit } from '../../src/testing/index.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key"])';

describe.each([
  ['a subgraph without subscriptions', `${LINK} type Query { one: Int }`],
  ['a subgraph with subscriptions', `${LINK} type Query { one: Int } type Subscription { ones: Int }`],
])('%s', (_name, sdl) => {
  let kit: ServiceKit;
  let service: Service;

  beforeAll(async () => {
    kit = await createServiceKit();
    const foundation = await openFoundation('one', kit.config);
    const resolvers = { Query: { one: () => 1 } };
    const { config } = kit;
    service = await startSubgraph({
      name: 'one',
      config,
      foundation,
      sdl,
      resolvers,
      context: (request) => request,
    });
  });
  afterAll(async () => {
    await service.stop();
    await kit.remove();
  });

  it.each(hostileConnections)('answers others after a connection that $name', async ({ attack }) => {
    await attack(service.url);
    expect(await kit.ask(service, '{ one }')).toMatchObject({ status: 200, data: { one: 1 } });
  });
});
