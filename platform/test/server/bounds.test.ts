import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';
import { openFoundation, startSubgraph, type Service } from '../../src/server/index.ts';
import { createServiceKit, type ServiceKit } from '../../src/testing/index.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: ["@key"])
  type Query { word(word: String!): String wish(wish: Wish): String wishes(wishes: [Wish!]): String long: String }
  type Subscription { words(word: String!): String }
  input Wish { title: String }`;

interface Request {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const keys = (count: number): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join(' ');
const WORD = 'query ($word: String!) { word(word: $word) }';

/** Wrong requests whose size is about `count` times 10 characters, by what is wrong with them. */
const attacks: Readonly<Record<string, (count: number) => Request>> = {
  'keys that no input has': (count) => ({
    query: 'query ($wish: Wish) { wish(wish: $wish) }',
    variables: { wish: keys(count) },
  }),
  'items that are of another type': (count) => ({
    query: 'query ($wishes: [Wish!]) { wishes(wishes: $wishes) }',
    variables: { wishes: Array.from({ length: count }, () => 'x') },
  }),
  'an object in the place of a text': (count) => ({ query: WORD, variables: { word: keys(count) } }),
  'fields that do not exist': (count) => ({ query: `{ ${lines(count, (index) => `nothing${index}`)} }` }),
  'the same field again and again': (count) => ({ query: `{ nothing ${lines(count, () => 'long')} }` }),
  'variables that are not used': (count) => ({
    query: `query (${lines(count, (index) => `$v${index}: Int`)}) { long }`,
  }),
  'a name as long as the request': (count) => ({ query: `{ ${'a'.repeat(count * 10)} }` }),
  'a text as long as the request': (count) => ({ query: WORD, variables: { word: 'x'.repeat(count * 10) } }),
  'a literal of another type': (count) => ({ query: `{ word(word: [${'1 '.repeat(count)}]) }` }),
  'braces that are not closed': (count) => ({ query: '{ long '.repeat(count) }),
  'a list that is deeply nested': (count) => ({
    query: `{ word(word: ${'['.repeat(count)}${']'.repeat(count)}) }`,
  }),
};

describe('what a subgraph tells of a wrong request', () => {
  let kit: ServiceKit;
  let service: Service;
  let authorization: string;

  beforeAll(async () => {
    kit = await createServiceKit();
    const foundation = await openFoundation('words', kit.config);
    const word = (_parent: unknown, args: { readonly word: string }): string => args.word;
    const resolvers = {
      Query: { word, long: () => 'x'.repeat(1_000_000) },
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
  const overHttp = async (request: Request): Promise<string> => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(request),
    });
    return JSON.stringify(((await response.json()) as { errors: unknown }).errors);
  };
  const overSocket = async (request: Request): Promise<string> => {
    const socket = await open();
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: request }));
    const [message] = (await once(socket, 'message')) as [Buffer];
    const { payload } = JSON.parse(message.toString()) as { payload: { errors?: unknown } };
    // The operation has failed, and not its socket, which carries what others follow.
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
