import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import type { FormattedExecutionResult } from 'graphql';
import { createClient, type Client } from 'graphql-sse';
import { connect, Follower } from './follower.ts';
import { createLibraryKit, type LibraryKit } from './kit.ts';
import { Gate } from './library.ts';

const PROGRESS =
  'subscription Progress($after: Int) { progress(id: "1", afterSequence: $after) { sequence note book { title } } }';
const event = (sequence: number, note: string) => ({
  data: { progress: { sequence, note, book: { title: 'One' } } },
});

type AnyClient = Pick<Client, 'iterate' | 'dispose'>;

let kit: LibraryKit;
let gateway: Service;

beforeEach(async () => {
  kit = await createLibraryKit();
  gateway = await kit.gateway();
});
afterEach(() => kit.end());

/** The next so many results, and what is to be called to leave. */
function follow(client: AnyClient, query: string, variables: Record<string, unknown> = {}) {
  const results = client.iterate({ query, variables });
  return {
    take: async (count: number): Promise<unknown[]> => {
      const taken: unknown[] = [];
      while (taken.length < count) {
        const step = await results.next();
        if (step.done) break;
        taken.push(step.value);
      }
      return taken;
    },
    leave: () => void results.return?.(undefined),
  };
}

const raw = (accept: string, body: object, headers: Record<string, string> = {}, path = '/graphql') =>
  fetch(gateway.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify(body),
  });

describe.each([
  ['distinct connections', '/graphql', false],
  ['distinct connections beside single ones', '/graphql/stream', false],
  ['a single connection', '/graphql/stream', true],
] as const)('GraphQL over SSE with %s at %s', (_mode, path, singleConnection) => {
  let client: AnyClient;
  const clientOf = (headers: Record<string, string> = {}): AnyClient => {
    const options = { url: gateway.url + path, headers, retryAttempts: 0 };
    return singleConnection
      ? createClient({ ...options, singleConnection: true, lazyCloseTimeout: 100 })
      : createClient({ ...options, singleConnection: false });
  };
  beforeEach(() => {
    client = clientOf();
  });
  afterEach(() => {
    client.dispose();
  });

  it('delivers what has happened, then what happens, and completes', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a', 'b');
    const follower = follow(client, PROGRESS);
    expect(await follower.take(2)).toEqual([event(1, 'a'), event(2, 'b')]);
    channel.tell('c');
    expect(await follower.take(1)).toEqual([event(3, 'c')]);
    channel.finish();
    expect(await follower.take(1)).toEqual([]);
  });

  it('goes on after a position', async () => {
    kit.library.channel('1').tell('a', 'b', 'c');
    expect(await follow(client, PROGRESS, { after: 2 }).take(1)).toEqual([event(3, 'c')]);
  });

  it('answers queries and mutations', async () => {
    expect(await follow(client, '{ book(id: "2") { title stars } }').take(2)).toEqual([
      { data: { book: { title: 'Two', stars: 2 } } },
    ]);
    const rename = 'mutation($title: String!) { rename(id: "2", title: $title) { title } }';
    expect(await follow(client, rename, { title: 'Second' }).take(2)).toEqual([
      { data: { rename: { title: 'Second' } } },
    ]);
  });

  it.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ teapot }', 'FORBIDDEN'],
    ['subscription { forbidden { note } }', 'FORBIDDEN'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('tells errors as results: %s', async (query, code) => {
    expect(await follow(client, query).take(2)).toMatchObject([
      { errors: [{ extensions: { code, correlationId: expect.any(String) } }] },
    ]);
  });

  it('leaves the subgraph when the client does', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a');
    const follower = follow(client, PROGRESS);
    await follower.take(1);
    expect(channel.following).toBe(1);
    follower.leave();
    await channel.until(({ following }) => following === 0);
  });

  it('shares one upstream with sockets', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a');
    const follower = follow(client, PROGRESS);
    const overSocket = new Follower(connect(gateway), PROGRESS);
    await follower.take(1);
    await overSocket.until(1);
    expect(channel.starts).toHaveLength(1);
    overSocket.leave();
  });

  it('ends a subscription with its session', async () => {
    const viewer = { id: 'ada', email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' } as const;
    const authorization = await kit.session(viewer, 2);
    const mine = clientOf({ authorization });
    kit.library.channel('ticks').tell('a');
    const follower = follow(mine, 'subscription { ticks { viewer } }');
    expect(await follower.take(1)).toEqual([{ data: { ticks: { viewer: 'ada' } } }]);
    expect(await follower.take(2)).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    mine.dispose();
  });

  it('refuses a wrong session', async () => {
    const stranger = clientOf({ authorization: 'Bearer x' });
    await expect(follow(stranger, '{ __typename }').take(1)).rejects.toMatchObject({
      response: { status: 401 },
    });
    stranger.dispose();
  });

  it('makes the client come back when the gateway stops', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a');
    const follower = follow(client, PROGRESS);
    await follower.take(1);
    const lost = expect(follower.take(1)).rejects.toThrow();
    await gateway.stop();
    await lost;
    await channel.until(({ following }) => following === 0);
  });
});

describe('a single connection', () => {
  const reserve = async (): Promise<string> => {
    const response = await fetch(`${gateway.url}/graphql/stream`, { method: 'PUT' });
    expect(response.status).toBe(201);
    return response.text();
  };
  const send = (token: string, body: object) =>
    raw('application/json', body, { 'x-graphql-event-stream-token': token }, '/graphql/stream');
  const openStream = (token: string) =>
    fetch(`${gateway.url}/graphql/stream?token=${token}`, { headers: { accept: 'text/event-stream' } });
  const ticks = { query: 'subscription { ticks { note } }', extensions: { operationId: 'a' } };

  it('is opened once, and by its token only', async () => {
    const token = await reserve();
    const stream = await openStream(token);
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect((await openStream(token)).status).toBe(409);
    expect((await openStream('wrong')).status).toBe(404);
    expect((await send('wrong', ticks)).status).toBe(404);
    await stream.body?.cancel();
  });

  it('takes operations with ids of their own while it is open', async () => {
    const token = await reserve();
    expect((await send(token, ticks)).status).toBe(409);
    const stream = await openStream(token);
    expect((await send(token, { ...ticks, extensions: {} })).status).toBe(400);
    expect((await send(token, ticks)).status).toBe(202);
    expect((await send(token, ticks)).status).toBe(409);
    const remove = (id: string) =>
      fetch(`${gateway.url}/graphql/stream?token=${token}&operationId=${id}`, { method: 'DELETE' });
    const channel = kit.library.channel('ticks');
    await channel.until(({ following }) => following === 1);
    expect((await remove('a')).status).toBe(200);
    await channel.until(({ following }) => following === 0);
    expect((await remove('never')).status).toBe(200);
    await stream.body?.cancel();
  });

  it('ends its operations when it is reset', async () => {
    const token = await reserve();
    const stream = await openStream(token);
    await send(token, ticks);
    const channel = kit.library.channel('ticks');
    await channel.until(({ following }) => following === 1);
    await stream.body?.cancel();
    await channel.until(({ following }) => following === 0);
    expect((await send(token, ticks)).status).toBe(404);
  });
});

const MULTIPART = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json';

describe('Apollo’s multipart protocol', () => {
  const apolloClient = () =>
    new ApolloClient({ link: new HttpLink({ uri: `${gateway.url}/graphql` }), cache: new InMemoryCache() });

  it('delivers what has happened, then what happens, to Apollo Client', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a');
    const client = apolloClient();
    const notes: unknown[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      client.subscribe({ query: gql(PROGRESS) }).subscribe({
        next: ({ data, error }) => {
          notes.push(error ?? (data as { progress: { note: string } }).progress.note);
          if (notes.length === 1) channel.tell('b');
          else channel.finish();
        },
        complete: resolve,
        error: reject,
      });
    });
    await ended;
    expect(notes).toEqual(['a', 'b']);
    client.stop();
  });

  it('answers queries and mutations of Apollo Client', async () => {
    const client = apolloClient();
    const { data } = await client.query({ query: gql('{ book(id: "1") { title } }') });
    expect(data).toMatchObject({ book: { title: 'One' } });
    client.stop();
    const response = await raw(MULTIPART, { query: '{ __typename }' });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('writes parts as the protocol says', async () => {
    const channel = kit.library.channel('1');
    channel.tell('a');
    channel.finish();
    const response = await raw(MULTIPART, { query: PROGRESS });
    expect(response.headers.get('content-type')).toBe(
      'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
    );
    const parts = (await response.text()).split('\r\n--graphql');
    expect(parts[0]).toBe('');
    expect(parts.at(-1)).toBe('--\r\n');
    const contents = parts.slice(1, -1).map((part) => {
      const [head, body] = part.split('\r\n\r\n') as [string, string];
      expect(head).toBe('\r\ncontent-type: application/json; charset=utf-8');
      return JSON.parse(body) as unknown;
    });
    expect(contents).toEqual([{}, { payload: event(1, 'a') }]);
  });

  it('tells that the gateway stops, and ends', async () => {
    kit.library.channel('1').tell('a');
    const response = await raw(MULTIPART, { query: PROGRESS });
    const text = response.text();
    await kit.library.channel('1').until(({ told }) => told === 1);
    await gateway.stop();
    expect(await text).toMatch(/"payload":null,"errors":\[\{.*SERVICE_UNAVAILABLE.*\r\n--graphql--\r\n$/s);
  });

  it('refuses what cannot be subscribed to as one answer', async () => {
    const response = await raw(MULTIPART, { query: 'subscription { nothing }' });
    const { errors } = (await response.json()) as FormattedExecutionResult;
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});

describe('a stream', () => {
  it('is refused over GET where it is a mutation', async () => {
    const query = encodeURIComponent('mutation { rename(id: "1", title: "Stolen") { title } }');
    const response = await fetch(`${gateway.url}/graphql?query=${query}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(response.status).toBe(405);
    expect(kit.library.titles.get('1')).toBe('One');
  });

  it('is served over GET', async () => {
    const query = encodeURIComponent('{ book(id: "1") { title } }');
    const response = await fetch(`${gateway.url}/graphql?query=${query}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(await response.text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"book":{"title":"One"}}}\n\nevent: complete\ndata: \n\n',
    );
  });

  it.each([[{}], [{ query: 7 }], [{ query: '{ __typename }', variables: [] }], [[]]])(
    'is refused where the request is malformed: %j',
    async (body) => {
      const response = await raw('text/event-stream', body);
      expect(response.status).toBe(400);
    },
  );

  it('lets a reset client go while its query runs', async () => {
    const gate = (kit.library.gate = new Gate());
    const control = new AbortController();
    const request = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: '{ book(id: "1") { rating } }' }),
      signal: control.signal,
    });
    await gate.entered;
    control.abort();
    await request.then((response) => response.text()).catch(() => undefined);
    gate.open();
    expect((await raw('application/json', { query: '{ __typename }' })).status).toBe(200);
  });

  it('leaves nothing behind of clients that are reset while they are admitted', async () => {
    const channel = kit.library.channel('ticks');
    for (let round = 0; round < 30; round += 1) {
      const socket = await unread(gateway, 'text/event-stream');
      socket.resetAndDestroy();
    }
    const last = await raw('text/event-stream', { query: 'subscription { ticks(big: true) { note } }' });
    await channel.until(({ following }) => following === 1);
    await last.body?.cancel();
    await channel.until(({ following }) => following === 0);
  });

  const unread = async (service: Service, accept: string): Promise<Socket> => {
    const socket = connectTcp(Number(new URL(service.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.pause();
    const body = JSON.stringify({ query: 'subscription { ticks(big: true) { note } }' });
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    return socket;
  };

  it.each(['text/event-stream', MULTIPART])(
    'is cut off where its client does not read: %s',
    async (accept) => {
      const strict = await kit.gateway({ streamStallMs: 400 });
      const channel = kit.library.channel('ticks');
      const socket = await unread(strict, accept);
      await channel.until(({ following }) => following === 1);
      const before = process.memoryUsage().rss;
      for (let index = 0; index < 300; index += 1) channel.tell('0123456789');
      await channel.until(({ following }) => following === 0);
      expect(process.memoryUsage().rss - before).toBeLessThan(1_000_000_000);
      socket.destroy();
    },
  );
});
