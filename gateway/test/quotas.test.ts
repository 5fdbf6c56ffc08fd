import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/platform/server';
import { ada, grace } from '@counterstep/platform/testing';
import { WebSocket } from 'ws';
import type { GatewayConfig } from '../src/config.ts';
import { connect, Follower } from './follower.ts';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';
import { Gate } from './library.ts';

const PROGRESS = 'subscription ($id: ID!) { progress(id: $id) { note } }';
const TITLE = '{ book(id: "1") { title } }';

let kit: LibraryKit;

beforeEach(async () => {
  kit = await createLibraryKit();
});
afterEach(() => kit.end());

const start = (clients: Partial<GatewayConfig['clients']>): Promise<Service> =>
  kit.gateway({ clients: { ...kit.config.clients, ...clients } });

/** A socket that has been accepted, or the code and the reason with which it was closed. */
async function open(
  { url }: Service,
  options: { readonly authorization?: string; readonly from?: string; readonly upgrade?: boolean } = {},
): Promise<WebSocket | string> {
  const { authorization, from, upgrade = false } = options;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    ...(from === undefined ? {} : { localAddress: from }),
    ...(upgrade ? { headers: { authorization } } : {}),
  });
  socket.on('open', () => {
    socket.send(JSON.stringify({ type: 'connection_init', payload: upgrade ? {} : { authorization } }));
  });
  return new Promise((resolve) => {
    socket.on('error', ({ message }) => {
      resolve(message);
    });
    socket.once('message', () => {
      resolve(socket);
    });
    socket.once('close', (code, reason) => {
      resolve(`${code} ${reason.toString()}`);
    });
  });
}

const opened = async (...args: Parameters<typeof open>): Promise<WebSocket> => {
  const socket = await open(...args);
  if (typeof socket === 'string') throw new Error(socket);
  return socket;
};

/** The code with which a socket is closed. */
const closing = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', resolve));

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const sockets = async (count: number, ...args: Parameters<typeof open>) => {
  const all = await Promise.all(times(count, () => open(...args)));
  return {
    open: all.filter((socket) => typeof socket !== 'string'),
    refusals: all.filter((socket) => typeof socket === 'string'),
  };
};

describe('sockets', () => {
  it('above the limit of an address are closed with 4429 and a reason, and others are admitted', async () => {
    const gateway = await start({ socketsPerAddress: 4 });
    const first = await sockets(4, gateway);
    expect(first.refusals).toEqual([]);
    const more = await sockets(40, gateway);
    expect(more.open).toEqual([]);
    expect(new Set(more.refusals)).toEqual(new Set(['4429 Too many sockets of one address.']));
    const others = await sockets(1, gateway, { from: '127.0.0.2' });
    expect(others.refusals).toEqual([]);
    first.open[0]!.close();
    await once(first.open[0]!, 'close');
    expect(await open(gateway)).toBeInstanceOf(WebSocket);
  });

  it('above the limit of a customer are closed with 4429 and a reason, wherever they come from', async () => {
    const gateway = await start({ socketsPerIdentity: 3 });
    const authorization = await kit.session(ada);
    expect((await sockets(3, gateway, { authorization })).refusals).toEqual([]);
    const { refusals } = await sockets(30, gateway, { authorization, from: '127.0.0.2' });
    expect(refusals).toEqual(times(30, () => '4429 Too many sockets of one customer.'));
    const graces = await open(gateway, { authorization: await kit.session(grace) });
    expect(graces).toBeInstanceOf(WebSocket);
  });

  it('are somebody’s by the header of their upgrade where their parameters name nobody', async () => {
    const gateway = await start({});
    const socket = await opened(gateway, { authorization: await kit.session(ada), upgrade: true });
    const query = '{ whoami { viewer } }';
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(message.toString())).toMatchObject({
      payload: { data: { whoami: { viewer: ada.id } } },
    });
    expect(await open(gateway, { authorization: 'Bearer nonsense', upgrade: true })).toBe('4403 Forbidden');
  });
});

describe('subscriptions', () => {
  it.each([
    ['of a socket', { subscriptionsPerSocket: 5 }, false],
    ['of an address', { subscriptionsPerAddress: 5 }, true],
    ['of a customer', { subscriptionsPerIdentity: 5 }, true],
  ])('above the limit %s are refused, and the others go on', async (_of, limits, apart) => {
    const gateway = await start(limits);
    const authorization = await kit.session(ada);
    const shared = connect(gateway, authorization);
    const follow = () =>
      new Follower(apart ? connect(gateway, authorization) : shared, PROGRESS, { id: '1' });
    const channel = kit.library.channel('1');
    channel.tell('a');
    const first = times(5, follow);
    await Promise.all(first.map((follower) => follower.until(1)));
    const endings = await Promise.all(times(50, follow).map(({ ended }) => ended));
    for (const { errors } of endings)
      expect(errors).toMatchObject([
        { extensions: { code: 'RATE_LIMITED', correlationId: expect.any(String) } },
      ]);
    channel.tell('b');
    await Promise.all(first.map((follower) => follower.until(2)));
    first[0]!.leave();
    await expect(
      (async () => {
        for (;;) {
          const another = follow();
          const ended = await Promise.race([another.ended, another.until(2)]);
          if (Array.isArray(ended)) return 'admitted';
        }
      })(),
    ).resolves.toBe('admitted');
  });

  it('by the thousand from one address are admitted, over one socket and over a thousand', async () => {
    const gateway = await start({});
    kit.library.channel('1').tell('a');
    const one = connect(gateway);
    const over = times(1_000, () => new Follower(one, PROGRESS, { id: '1' }));
    await Promise.all(over.map((follower) => follower.until(1)));
    const clients = times(1_000, () => connect(gateway));
    await Promise.all(clients.map((client) => new Follower(client, PROGRESS, { id: '1' }).until(1)));
    for (const client of [one, ...clients]) await client.dispose();
  }, 60_000);

  it('by the thousand on one socket, each a plan of its own, leave time for others', async () => {
    const gateway = await start({ subscriptionsPerSocket: 300 });
    const socket = await opened(gateway, { from: '127.0.0.2' });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    let planned = 0;
    let waited = 0;
    socket.on('message', () => (planned += 1));
    for (let id = 0; id < 3_000; id += 1) {
      const query = `subscription S${id} { a${id}: progress(id: "${id}") { note book { title rating } } }`;
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }));
    }
    const began = performance.now();
    let asked = 0;
    // What is above the limit is answered, and that after all that is not.
    while (planned < 300) {
      const at = performance.now();
      expect((await ask(gateway, TITLE)).status).toBe(200);
      waited = Math.max(waited, performance.now() - at);
      asked += 1;
    }
    const inAll = performance.now() - began;
    delay.disable();
    expect(asked).toBeGreaterThan(5);
    expect(waited).toBeLessThan(inAll / 3);
    expect(delay.max / 1e6).toBeLessThan(inAll / 3);
    socket.terminate();
  }, 60_000);
});

describe('operations', () => {
  it('above the limit of a socket are refused until others have ended', async () => {
    const gateway = await start({ operationsPerSocket: 3 });
    const gate = (kit.library.gate = new Gate());
    const client = connect(gateway);
    const first = times(3, () => new Follower(client, '{ book(id: "1") { rating } }'));
    await gate.entered;
    const endings = await Promise.all(times(30, () => new Follower(client, TITLE).ended));
    for (const { errors } of endings)
      expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    gate.open();
    expect(await Promise.all(first.map(({ ended }) => ended))).toEqual([{}, {}, {}]);
    const last = new Follower(client, TITLE);
    expect(await last.ended).toEqual({});
    expect(last.results).toEqual([{ data: { book: { title: 'One' } } }]);
  });

  it.each([false, true])(
    'of one address work a few at a time, and those of others at once (over sockets: %s)',
    async (over) => {
      const gateway = await start({ runningPerAddress: 3, waitingPerAddress: 20 });
      const gate = (kit.library.gate = new Gate());
      const client = connect(gateway);
      const query = '{ book(id: "1") { rating } }';
      const codeOf = async (): Promise<unknown> => {
        if (!over) return (await ask(gateway, query)).errors?.[0]?.extensions['code'];
        const follower = new Follower(client, query);
        await follower.ended;
        return follower.results[0]?.errors?.[0]?.extensions?.['code'];
      };
      const all = times(30, codeOf);
      await gate.entered;
      const socket = await opened(gateway, { from: '127.0.0.2' });
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: TITLE } }));
      await once(socket, 'message');
      expect(kit.library.ratingsAsked).toBeLessThanOrEqual(3);
      // What is too much to wait is refused while nothing else moves.
      const refused = await Promise.race(
        all.map(async (code) => (await code) ?? new Promise(() => undefined)),
      );
      expect(refused).toBe('RATE_LIMITED');
      gate.open();
      const codes = await Promise.all(all);
      expect(codes.filter((code) => code === undefined)).toHaveLength(23);
      expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(7);
    },
  );

  it('do not carry ids of any length', async () => {
    const socket = await opened(await start({}));
    socket.send(JSON.stringify({ id: 'x'.repeat(100_000), type: 'subscribe', payload: { query: TITLE } }));
    expect(await closing(socket)).toBe(4400);
  });

  it('that a client goes on sending above the limit close its socket with 4429', async () => {
    const gateway = await start({ operationsPerSocket: 2, subscriptionsPerSocket: 2 });
    kit.library.gate = new Gate();
    const socket = await opened(gateway);
    for (let id = 0; id < 1_000; id += 1) {
      const payload = { query: PROGRESS, variables: { id: '1' } };
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
    }
    expect(await closing(socket)).toBe(4429);
  });
});

describe('a client that does not read', () => {
  const mebibytes = 1_048_576;

  /** Resolves once the other side of a paused socket has gone. */
  async function reset(socket: WebSocket): Promise<void> {
    while (
      !(
        (await new Promise((resolve) => {
          socket.ping('', true, resolve);
        })) instanceof Error
      )
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it.each([1, 10])('of a flood of pings with payloads holds no memory (times %d)', async (factor) => {
    const gateway = await start({ unsentBytes: 65_536 });
    const socket = await opened(gateway);
    const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(100_000) } });
    const pongs: string[] = [];
    socket.on('message', (text: Buffer) => pongs.push(text.toString()));
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 20 * factor; sent += 1) socket.send(ping);
    while (pongs.length < 20 * factor) await once(socket, 'message');
    expect(new Set(pongs)).toEqual(new Set(['{"type":"pong"}']));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * mebibytes);
    socket.terminate();
  });

  it('of what it asks for over a socket is closed far above the limit, and not below', async () => {
    kit.library.titles.set('1', 'x'.repeat(200_000));
    const gateway = await start({
      unsentBytes: 400_000,
      unsentBytesPerAddress: 0,
      operationsPerSocket: 1_000,
    });
    const before = process.memoryUsage().arrayBuffers;
    for (const [count, code] of [
      [2, 1000],
      [1_000, 1006],
    ] as const) {
      const socket = await opened(gateway);
      const closed = closing(socket);
      socket.pause();
      for (let id = 0; id < count; id += 1)
        socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: TITLE } }));
      expect(await ask(gateway, '{ book(id: "2") { title } }')).toMatchObject({ status: 200 });
      // It begins to read only when it is too late.
      if (count > 2) await reset(socket);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(128 * mebibytes);
      let messages = 0;
      socket.on('message', () => {
        messages += 1;
        if (messages === 2 * count) socket.close(1000);
      });
      socket.resume();
      expect(await closed).toBe(code);
    }
  });

  it('of answers to 16 pipelined requests is served, and of 160 is ended before they are worked on', async () => {
    const gateway = await start({});
    const gate = (kit.library.gate = new Gate());
    const query = encodeURIComponent('{ book(id: "1") { rating } }');
    const request = `GET /graphql?query=${query} HTTP/1.1\r\nHost: g\r\napollo-require-preflight: 1\r\n\r\n`;
    for (const [count, answers] of [
      [160, 0],
      [16, 16],
    ] as const) {
      const socket = connectTcp(Number(new URL(gateway.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(request.repeat(count));
      if (answers === 0) await closed;
      gate.open();
      const answered = (): number => text.split('{"rating":1}').length - 1;
      while (answered() < answers) await once(socket, 'data');
      expect(answered()).toBe(answers);
      expect(await ask(gateway, '{ book(id: "2") { title } }')).toMatchObject({ status: 200 });
      socket.destroy();
    }
    expect(kit.library.ratingsAsked).toBeLessThanOrEqual(32);
  });

  it('of answers over many connections gets no more than its address may hold', async () => {
    kit.library.titles.set('1', 'x'.repeat(8 * mebibytes));
    const gateway = await start({ unsentBytesPerAddress: 12 * mebibytes });
    const body = JSON.stringify({ query: TITLE });
    const heads = await Promise.all(
      times(10, async () => {
        const socket = connectTcp({
          port: Number(new URL(gateway.url).port),
          host: '127.0.0.1',
          localAddress: '127.0.0.2',
        });
        socket.on('error', () => undefined);
        socket.write(
          `POST /graphql HTTP/1.1\r\nHost: g\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
        const [head] = (await once(socket, 'data')) as [Buffer];
        socket.pause();
        return { socket, status: head.toString('latin1', 9, 12) };
      }),
    );
    const statuses = heads.map(({ status }) => status);
    expect(statuses.filter((status) => status === '200').length).toBeLessThanOrEqual(2);
    expect(new Set(statuses)).toEqual(new Set(['200', '429']));
    expect(await ask(gateway, '{ book(id: "2") { title } }')).toMatchObject({ status: 200 });
    for (const { socket } of heads) socket.destroy();
  });
});

describe('connections', () => {
  const tcp = async ({ url }: Service, from = '127.0.0.1'): Promise<Socket> => {
    const socket = connectTcp({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress: from });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  it.each([
    ['nothing', ''],
    ['half a header', 'POST /graphql HTTP/1.1\r\nHost: '],
    ['half a body', 'POST /graphql HTTP/1.1\r\nHost: g\r\nContent-Length: 1000\r\n\r\n{"query":'],
    ['half an upgrade', 'GET /graphql HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'],
  ])('that send %s are closed once a request takes too long', async (_what, text) => {
    const gateway = await start({ requestTimeoutMs: 200 });
    const slow = await Promise.all(
      times(20, async () => {
        const socket = await tcp(gateway);
        socket.write(text);
        socket.resume();
        return once(socket, 'close');
      }),
    );
    expect(slow).toHaveLength(20);
  });

  it('above the limit of an address are closed, and others are served', async () => {
    const gateway = await start({ connectionsPerAddress: 5 });
    const first = await Promise.all(times(5, () => tcp(gateway, '127.0.0.2')));
    const more = await Promise.all(times(50, () => tcp(gateway, '127.0.0.2')));
    await Promise.all(more.map((socket) => once(socket.resume(), 'close')));
    expect(first.every((socket) => !socket.destroyed)).toBe(true);
    expect(await ask(gateway, TITLE)).toMatchObject({ status: 200 });
    for (const socket of first) socket.destroy();
  });

  it('above the limit of all are closed', async () => {
    const gateway = await start({ connections: 5 });
    const first = await Promise.all(times(5, () => tcp(gateway)));
    const more = await Promise.all(times(50, () => tcp(gateway)));
    await Promise.all(more.map((socket) => once(socket.resume(), 'close')));
    expect(first.every((socket) => !socket.destroyed)).toBe(true);
    for (const socket of first) socket.destroy();
  });
});
