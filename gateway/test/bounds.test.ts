import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/platform/server';
import type { GraphQLFormattedError } from 'graphql';
import { connect, Follower } from './follower.ts';
import { createLibraryKit, recordingLog, type LibraryKit } from './kit.ts';

interface Request {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

const keys = (count: number): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join(' ');
const checked = 'query ($word: String!) { checked(word: $word) }';

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
  'an object in the place of a text': (count) => ({ query: checked, variables: { word: keys(count) } }),
  'a value that is deeply nested': (count) => ({
    query: checked,
    variables: { word: JSON.parse('['.repeat(count / 4) + ']'.repeat(count / 4)) as unknown },
  }),
  'fields that do not exist': (count) => ({ query: `{ ${lines(count, (index) => `nothing${index}`)} }` }),
  'the same field again and again': (count) => ({ query: `{ ${lines(count, () => 'shelves')} }` }),
  'fields that conflict': (count) => ({
    query: `{ ${lines(count, (index) => `a: checked(word: "${index}")`)} }`,
  }),
  'fragments that are not used': (count) => ({
    query: `{ shelves } ${lines(count / 3, (index) => `fragment F${index} on Query { shelves }`)}`,
  }),
  'variables that are not used': (count) => ({
    query: `query (${lines(count, (index) => `$v${index}: Int`)}) { shelves }`,
  }),
  'a name as long as the request': (count) => ({ query: `{ ${'a'.repeat(count * 10)} }` }),
  'an alias as long as the request': (count) => ({
    query: `{ ${'a'.repeat(count * 10)}: books { id } }`,
  }),
  'a literal as long as the request': (count) => ({
    query: `{ books(first: "${'1'.repeat(count * 10)}") { id } }`,
  }),
  'a literal that fragments repeat': (count) => ({
    query: `{ ${lines(40, () => '...F')} } fragment F on Query { checked(word: "${'x'.repeat(count * 10)}") }`,
  }),
  'braces that are not closed': (count) => ({ query: '{ books '.repeat(count) }),
  'a document that is deeply nested': (count) => ({
    query: `{ ${'books { '.repeat(count / 2)} id ${'} '.repeat(count / 2)} }`,
  }),
  'a list that is deeply nested': (count) => ({
    query: `{ checked(word: ${'['.repeat(count)}${']'.repeat(count)}) }`,
  }),
  'an operation name as long as the request': (count) => ({
    query: 'query A { shelves } query B { shelves }',
    operationName: 'C'.repeat(count * 10),
  }),
  'half a surrogate pair': (count) => ({ query: `{ checked(word: ${'\ud83d'.repeat(count)}) }` }),
};

const codes = [
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
];

describe('what is told of a wrong request', () => {
  let kit: LibraryKit;
  let gateway: Service;
  const { log, entries } = recordingLog();

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway({ limits: { ...kit.config.limits, bodyBytes: 1_000_000 } }, { log });
  });
  afterAll(() => kit.end());

  const overHttp = async (request: Request): Promise<readonly GraphQLFormattedError[]> => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return ((await response.json()) as { errors: GraphQLFormattedError[] }).errors;
  };
  const overSocket = async ({ query, operationName, variables }: Request) => {
    const follower = new Follower(connect(gateway), query, variables, {}, operationName);
    const { errors } = await follower.ended;
    return errors ?? follower.results[0]?.errors ?? [];
  };
  const blockOf = async <T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> => {
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const result = await work();
    delays.disable();
    return { result, ms: delays.max / 1e6 };
  };

  const cases = Object.keys(attacks).flatMap((name) => [
    ['HTTP', name, overHttp] as const,
    ['a socket', name, overSocket] as const,
  ]);

  it.each(cases)('is bounded and quickly found over %s for %s', async (_transport, name, send) => {
    for (const count of [1_000, 10_000]) {
      const { result: errors, ms } = await blockOf(() => send(attacks[name]!(count)));
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.length).toBeLessThanOrEqual(11);
      expect(JSON.stringify(errors).length).toBeLessThan(20_000);
      for (const { extensions } of errors) expect(codes).toContain(extensions!['code']);
      expect(ms).toBeLessThan(1_500);
    }
  });

  it('is no error in the log', () => {
    expect(entries.filter(({ level }) => (level as number) >= 50)).toEqual([]);
  });

  it('does not repeat a content type, a method or a body', async () => {
    const long = 'x'.repeat(8_000);
    for (const init of [
      { method: 'POST', headers: { 'content-type': `text/${long}` }, body: '{}' },
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: long },
      { method: 'POST', headers: { authorization: `Bearer ${long}` } },
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: `image/${long}` },
        body: '{"query":"{shelves}"}',
      },
    ]) {
      const response = await fetch(`${gateway.url}/graphql`, init);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect((await response.text()).length).toBeLessThan(1_000);
    }
  });

  it('names no field that the client has not named where introspection is off', async () => {
    const closed = await kit.gateway({ introspection: false });
    for (const request of [
      { query: '{ shelvs }' },
      { query: 'query ($wish: Wish) { wish(wish: $wish) }', variables: { wish: { titel: 'x' } } },
    ]) {
      const tell = async ({ url }: Service) => {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
        });
        return response.text();
      };
      expect(await tell(gateway)).toMatch('Did you mean');
      expect(await tell(closed)).not.toMatch('Did you mean');
    }
  });
});
