import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { WebSocket } from 'ws';
import type { GatewayConfig } from '../src/config.ts';
import { createLibraryKit, type LibraryKit } from './kit.ts';

const SHOP = 'https://shop.example';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('pages of other origins', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway({ corsOrigins: [SHOP] });
  });
  afterAll(() => kit.end());

  const preflight = (asked: string, origin = SHOP) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': asked },
    });

  it('may send whatever headers they ask for', async () => {
    const asked =
      'apollographql-client-name,apollographql-client-version,traceparent,apollo-require-preflight,x-own';
    const { headers, status } = await preflight(asked);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-headers')).toBe(asked);
    expect(headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    expect(headers.get('vary')).toBe('Origin, Access-Control-Request-Headers');
  });

  it.each(['x y z', `x-${'a'.repeat(3_000)}`, 'x,,y'])(
    'get the usual headers where what they ask for is no list of names',
    async (asked) => {
      const { headers } = await preflight(asked);
      expect(headers.get('access-control-allow-headers')).toBe(
        'authorization, content-type, x-correlation-id',
      );
    },
  );

  it('may read when to come again', async () => {
    const answer = await fetch(`${gateway.url}/graphql?query={__typename}`, { headers: { origin: SHOP } });
    expect(answer.headers.get('access-control-expose-headers')).toBe('x-correlation-id, retry-after');
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it('get nothing where their origin is not configured, nor where none is', async () => {
    for (const headers of [
      (await preflight('traceparent', 'https://evil.example')).headers,
      (
        await fetch(`${(await kit.gateway({ corsOrigins: [] })).url}/graphql?query={__typename}`, {
          headers: { origin: SHOP },
        })
      ).headers,
    ])
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  const upgrade = async (origin: string | undefined, { url }: Service): Promise<number> => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      ...(origin !== undefined && { origin }),
    });
    const outcome = await new Promise<number>((resolve) => {
      socket.once('open', () => {
        resolve(101);
      });
      socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
      });
      socket.once('error', () => undefined);
    });
    socket.terminate();
    return outcome;
  };

  it('may open sockets where their origin is configured, as programs and the gateway’s own pages may', async () => {
    const closed = await kit.gateway({ corsOrigins: [] });
    expect(await upgrade(SHOP, gateway)).toBe(101);
    expect(await upgrade('https://evil.example', gateway)).toBe(403);
    expect(await upgrade('null', gateway)).toBe(403);
    expect(await upgrade(SHOP, closed)).toBe(403);
    expect(await upgrade(undefined, closed)).toBe(101);
    expect(await upgrade(closed.url, closed)).toBe(101);
  });
});

describe('every answer', () => {
  let kit: LibraryKit;

  beforeAll(async () => {
    kit = await createLibraryKit();
  });
  afterAll(() => kit.end());

  it.each(['/graphql?query={__typename}', '/graphql?query={', '/health', '/nowhere'])(
    'says that it is not to be guessed at, framed or told of: %s',
    async (path) => {
      const { headers } = await fetch((await kit.gateway()).url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toBeNull();
    },
  );

  it('asks for TLS behind a trusted proxy that has it, and nowhere else', async () => {
    const askedFor = async (trustProxy: boolean, protocol: string) =>
      (
        await fetch(`${(await kit.gateway({ trustProxy })).url}/health`, {
          headers: { 'x-forwarded-proto': protocol },
        })
      ).headers.has('strict-transport-security');
    expect(await askedFor(true, 'http, https')).toBe(true);
    expect(await askedFor(true, 'https, http')).toBe(false);
    expect(await askedFor(false, 'https')).toBe(false);
  });
});

describe('bodies', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  const post = (headers: Record<string, string>) =>
    fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });

  it.each([
    { ...JSON_TYPE, 'content-encoding': 'gzip' },
    { ...JSON_TYPE, 'content-encoding': 'br' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/json; charset="latin1"' },
  ])('in an encoding that is not served are refused with 415: %j', async (headers) => {
    const response = await post(headers);
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect(errors[0]!.extensions.code).toBe('BAD_REQUEST');
  });

  it.each([
    { ...JSON_TYPE, 'content-encoding': 'identity' },
    { 'content-type': 'application/json; charset="UTF-8"' },
  ])('in the encoding that is served are taken: %j', async (headers) => {
    expect(await (await post(headers)).json()).toEqual({ data: { __typename: 'Query' } });
  });
});

/** An answer as it came over the wire: fetch would decompress it. */
async function raw(url: string, body: object, headers: Record<string, string> = {}) {
  const request = httpRequest(`${url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
  }).end(JSON.stringify(body));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { headers: response.headers, body: Buffer.concat((await response.toArray()) as Buffer[]) };
}

describe('answers', () => {
  let kit: LibraryKit;
  let gateway: Service;
  const gatewayWith = (changes: Partial<GatewayConfig>) => kit.gateway(changes);

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  const page = (length: number) => ({ query: `{ page(length: ${length}) }` });

  it.each([
    ['gzip', 'gzip', gunzipSync],
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['br;q=0.2, gzip', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
  ])('are compressed for %s with %s', async (accepted, coding, decompress) => {
    const { headers, body } = await raw(gateway.url, page(20_000), { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(coding);
    expect(headers.vary).toContain('Accept-Encoding');
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(body.length).toBeLessThan(1_000);
    expect(JSON.parse(decompress(body).toString())).toEqual({ data: { page: 'word '.repeat(4_000) } });
  });

  it.each(['identity', 'gzip;q=0', 'zstd', ''])('stay as they are for %s', async (accepted) => {
    const { headers, body } = await raw(gateway.url, page(20_000), { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.length).toBeGreaterThan(20_000);
  });

  it('are compressed from the configured length on', async () => {
    const codingOf = async (url: string, length: number) =>
      (await raw(url, page(length), { 'accept-encoding': 'gzip' })).headers['content-encoding'];
    const frame = JSON.stringify({ data: { page: '' } }).length;
    expect(frame).toBe(20);
    expect(await codingOf(gateway.url, 4_070)).toBeUndefined();
    expect(await codingOf(gateway.url, 4_080)).toBe('gzip');
    expect(await codingOf((await gatewayWith({ compressionMinBytes: 0 })).url, 50_000)).toBeUndefined();
  });

  it.each([
    ['a query for a secret', '{ accessToken }'],
    ['a query for a secret under another name', '{ harmless: accessToken }'],
    ['a query for a secret in a fragment', 'fragment F on Query { x: accessToken } { ...F }'],
    [
      'a mutation',
      `mutation { ${Array.from({ length: 40 }, (_, place) => `a${place}: rename(id: "1", title: "${'One '.repeat(50)}") { title }`).join(' ')} }`,
    ],
  ])('are never compressed to %s', async (_what, query) => {
    const { headers, body } = await raw(gateway.url, { query }, { 'accept-encoding': 'gzip, br' });
    expect(body.length).toBeGreaterThan(4_096);
    expect(headers['content-encoding']).toBeUndefined();
  });
});

describe('answers to GET', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeAll(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway();
  });
  afterAll(() => kit.end());

  const cacheControlOf = async (query: string, headers: Record<string, string> = {}) =>
    (await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers })).headers;

  it('may be kept as long as the most short-lived of their parts', async () => {
    const one = await cacheControlOf('{ classic { title } }');
    expect(one.get('cache-control')).toBe('max-age=60, public');
    expect(one.get('vary')).toContain('Authorization');
    const two = await cacheControlOf('{ classic { title stars } }');
    expect(two.get('cache-control')).toBe('max-age=30, public');
  });

  it('are private where a part is, and where somebody is logged in', async () => {
    expect((await cacheControlOf('{ diary { id } }')).get('cache-control')).toBe('max-age=60, private');
    const authorization = await kit.session({
      id: 'ada',
      email: 'ada@example.com',
      name: 'Ada',
      role: 'CUSTOMER',
    });
    const personal = await cacheControlOf('{ classic { title } }', { authorization });
    expect(personal.get('cache-control')).toBe('max-age=60, private');
  });

  it.each([
    '{ book(id: "1") { title } }',
    '{ classic { title } books { title } }',
    '{ __typename }',
    '{ boom }',
  ])('may not be kept where a part does not say so: %s', async (query) => {
    expect((await cacheControlOf(query)).get('cache-control')).toBe('no-store');
  });

  it('differ from answers to POST, which may not be kept', async () => {
    const { headers } = await raw(gateway.url, { query: '{ classic { title } }' });
    expect(headers['cache-control']).toBe('no-store');
  });
});
