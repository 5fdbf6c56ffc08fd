import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { wrongRequests, type WrongRequest } from '@counterstep/service-kit/testing';
import type { GraphQLFormattedError } from 'graphql';
import { connect, Follower } from './follower.ts';
import { createLibraryKit, recordingLog, type LibraryKit } from './kit.ts';

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

  const overHttp = async (request: WrongRequest): Promise<readonly GraphQLFormattedError[]> => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return ((await response.json()) as { errors: GraphQLFormattedError[] }).errors;
  };
  const overSocket = async ({ query, operationName, variables }: WrongRequest) => {
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

  const cases = Object.keys(wrongRequests).flatMap((name) => [
    ['HTTP', name, overHttp] as const,
    ['a socket', name, overSocket] as const,
  ]);

  it.each(cases)('is bounded and quickly found over %s for %s', async (_transport, name, send) => {
    for (const count of [1_000, 10_000]) {
      const { result: errors, ms } = await blockOf(() => send(wrongRequests[name]!(count)));
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
