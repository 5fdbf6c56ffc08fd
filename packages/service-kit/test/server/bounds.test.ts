import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';
import { openFoundation, startSubgraph, type Service } from '../../src/server/index.ts';
import {
  createServiceKit,
  wrongRequests,
  type ServiceKit,
  type WrongRequest,
} from '../../src/testing/index.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key"])
  type Query { checked(word: String!): String wish(wish: Wish): String wishes(wishes: [Wish!]): String long: String
    shelves: [Book!] books(first: Int): [Book!] }
  type Book { id: ID! books: [Book!] }
  type Subscription { words(word: String!): String }
  input Wish { title: String }`;

// Only a gateway refuses these two; a subgraph finds nothing wrong with them.
const right = ['an alias as long as the request', 'a document that is deeply nested'];

/** Requests that a subgraph must refuse: those that a gateway refuses too, and more. */
const attacks: typeof wrongRequests = {
  ...Object.fromEntries(Object.entries(wrongRequests).filter(([name]) => !right.includes(name))),
  'a text as long as the request': (count) => ({
    query: 'query ($word: String!) { checked(word: $word) }',
    variables: { word: 'x'.repeat(count * 10) },
  }),
  'a literal of another type': (count) => ({ query: `{ checked(word: [${'1 '.repeat(count)}]) }` }),
  'a field of nobody beside others': (count) => ({ query: `{ nothing ${'long '.repeat(count)} }` }),
};

describe('what a subgraph tells of a wrong request', () => {
  let kit: ServiceKit;
  let service: Service;
  let authorization: string;

  beforeAll(async () => {
    kit = await createServiceKit();
    const foundation = await openFoundation('words', kit.config);
    const checked = (_parent: unknown, args: { readonly word: string }): string => args.word;
    const resolvers = {
      Query: { checked, long: () => 'x'.repeat(1_000_000) },
      Subscription: { words: { subscribe: () => Readable.from([]) } },
    };
    const { config } = kit;
    const context = <T>(request: T): T => request;
    service = await startSubgraph({ name: 'words', config, foundation, sdl: SDL, resolvers, context });
    authorization = await kit.authorization('words');
  });
  afterAll(async () => {
    await service.stop();
    await kit.remove();
  });

  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await once(socket, 'message');
    return socket;
  };
  const overHttp = async (request: WrongRequest): Promise<string> => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(request),
    });
    return JSON.stringify(((await response.json()) as { errors: unknown }).errors);
  };
  const overSocket = async (request: WrongRequest): Promise<string> => {
    const socket = await open();
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: request }));
    const [message] = (await once(socket, 'message')) as [Buffer];
    const { payload } = JSON.parse(message.toString()) as { payload: { errors?: unknown } };
    // Only the operation has failed, and not its socket, which carries other clients' subscriptions.
    socket.send('{"type":"ping"}');
    await once(socket, 'message');
    socket.terminate();
    return JSON.stringify(Array.isArray(payload) ? payload : payload.errors);
  };

  const cases = Object.keys(attacks).flatMap((name) => [
    ['HTTP', name, overHttp] as const,
    ['a socket', name, overSocket] as const,
  ]);

  it.each(cases)('is bounded over %s for %s', async (_transport, name, send) => {
    for (const count of [1_000, 10_000]) {
      const delays = monitorEventLoopDelay({ resolution: 5 });
      delays.enable();
      const text = await send(attacks[name]!(count));
      delays.disable();
      const errors = JSON.parse(text) as readonly GraphQLFormattedError[];
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.length).toBeLessThanOrEqual(11);
      for (const { message, extensions } of errors) {
        expect(message.length).toBeLessThanOrEqual(500);
        expect(extensions?.['code']).not.toBe('INTERNAL_SERVER_ERROR');
      }
      expect(text.length).toBeLessThan(20_000);
      expect(delays.max / 1e6).toBeLessThan(5_000);
    }
  });
});
