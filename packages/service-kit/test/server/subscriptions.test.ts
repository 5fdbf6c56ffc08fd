import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { openFoundation, startSubgraph, type RequestContext, type Service } from '../../src/server/index.ts';
import { ada, createServiceKit, type As, type ServiceKit } from '../../src/testing/index.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key"])
  type Query { context: Int! }
  type Subscription { counted(to: Int!): Count! endless: Count! }
  type Count { number: Int! context: Int! again: Int! viewer: String }`;

interface Context extends RequestContext {
  /** The number of the context. */
  readonly made: number;
}

describe('a subgraph’s subscriptions', () => {
  let kit: ServiceKit;
  let service: Service;
  let contexts = 0;
  let left: Promise<void>;

  const resolvers = (onLeave: () => void) => ({
    Query: { context: (_parent: unknown, _args: unknown, { made }: Context) => made },
    Subscription: {
      counted: {
        subscribe: async function* (_parent: unknown, { to }: { readonly to: number }) {
          for (let number = 1; number <= to; number += 1)
            yield await Promise.resolve({ counted: { number } });
        },
      },
      endless: {
        subscribe: () => ({
          next: () => new Promise<never>(() => undefined),
          return: () => {
            onLeave();
            return Promise.resolve({ done: true, value: undefined });
          },
          [Symbol.asyncIterator]() {
            return this;
          },
        }),
      },
    },
    Count: {
      context: (_parent: unknown, _args: unknown, { made }: Context) => made,
      again: (_parent: unknown, _args: unknown, { made }: Context) => made,
      viewer: (_parent: unknown, _args: unknown, { viewer }: Context) => viewer?.id,
    },
  });

  beforeEach(async () => {
    kit = await createServiceKit();
    contexts = 0;
    let onLeave: () => void = () => undefined;
    left = new Promise((resolve) => (onLeave = resolve));
    service = await startSubgraph<Context>({
      name: 'counter',
      config: kit.config,
      foundation: await openFoundation('counter', kit.config),
      sdl: SDL,
      resolvers: resolvers(onLeave),
      context: (request) => ({ ...request, made: (contexts += 1) }),
    });
  });
  afterEach(async () => {
    await service.stop();
    await kit.remove();
  });

  const connect = async (as: As = {}): Promise<Client> => {
    const authorization = await kit.authorization('counter', as);
    return createClient({
      url: `${service.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization },
    });
  };

  it('resolve each event in a context of its own, and so with fresh loaders', async () => {
    const client = await connect({ viewer: ada });
    const query = 'subscription { counted(to: 3) { number context again viewer } }';
    const counts: { number: number; context: number; again: number; viewer: string }[] = [];
    for await (const { data } of client.iterate<{ counted: (typeof counts)[number] }>({ query }))
      counts.push(data!.counted);
    expect(counts.map(({ number, viewer }) => [number, viewer])).toEqual([
      [1, ada.id],
      [2, ada.id],
      [3, ada.id],
    ]);
    expect(new Set(counts.map(({ context }) => context)).size).toBe(3);
    for (const { context, again } of counts) expect(again).toBe(context);
  });

  it('end at once when the subscriber leaves while an event is awaited', async () => {
    const client = await connect();
    const leave = client.subscribe(
      { query: 'subscription { endless { number } }' },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
    const asked = await client.iterate({ query: '{ context }' }).next();
    expect(asked).toEqual({ done: false, value: { data: { context: contexts } } });
    leave();
    await left;
  });

  it('are refused to those who are no service', async () => {
    const client = createClient({
      url: `${service.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: 'Bearer nonsense' },
    });
    const asked = client.iterate({ query: '{ context }' }).next();
    await expect(asked).rejects.toMatchObject({ code: 4403 });
    expect(contexts).toBe(0);
  });
});
