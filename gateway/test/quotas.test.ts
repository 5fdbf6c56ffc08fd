import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from '@jest/globals';
import { ada, grace } from '@counterstep/service-kit/testing';
import { WebSocket } from 'ws';
import { connect, Follower } from './follower.ts';
import { ask } from './kit.ts';
import { Gate } from './library.ts';
import { closing, open, opened, sockets, times, TITLE, useLibrary } from './sockets.ts';

const PROGRESS = 'subscription ($id: ID!) { progress(id: $id) { note } }';

const library = useLibrary();
const { start } = library;

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

  it('of one /64 of IPv6 are those of one address, as a proxy tells it', async () => {
    const clients = { ...library.kit.config.clients, socketsPerAddress: 3 };
    const gateway = await library.kit.gateway({ clients, trustProxy: true });
    const from = (forwardedFor: string) => open(gateway, { forwardedFor });
    const network = await Promise.all(
      ['2001:db8:1:2::1', '2001:db8:1:2:ffff::2', '2001:0DB8:0001:0002::3', '2001:db8:1:2::4'].map(from),
    );
    expect(network.filter((socket) => typeof socket === 'string')).toEqual([
      '4429 Too many sockets of one address.',
    ]);
    expect(await from('2001:db8:1:3::1')).toBeInstanceOf(WebSocket);
    // An IPv4 address stays one, however it is written.
    const mapped = await Promise.all(
      ['::ffff:192.0.2.1', '192.0.2.1', '::ffff:192.0.2.1', '192.0.2.1'].map(from),
    );
    expect(mapped.filter((socket) => typeof socket === 'string')).toHaveLength(1);
  });

  it('above the limit of a customer are closed with 4429 and a reason, wherever they come from', async () => {
    const gateway = await start({ socketsPerIdentity: 3 });
    const authorization = await library.kit.session(ada);
    expect((await sockets(3, gateway, { authorization })).refusals).toEqual([]);
    const { refusals } = await sockets(30, gateway, { authorization, from: '127.0.0.2' });
    expect(refusals).toEqual(times(30, () => '4429 Too many sockets of one customer.'));
    const graces = await open(gateway, { authorization: await library.kit.session(grace) });
    expect(graces).toBeInstanceOf(WebSocket);
  });

  it('are somebody’s by the header of their upgrade where their parameters name nobody', async () => {
    const gateway = await start({});
    const socket = await opened(gateway, { authorization: await library.kit.session(ada), upgrade: true });
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
    const authorization = await library.kit.session(ada);
    const shared = connect(gateway, authorization);
    const follow = () =>
      new Follower(apart ? connect(gateway, authorization) : shared, PROGRESS, { id: '1' });
    const channel = library.kit.library.channel('1');
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
    library.kit.library.channel('1').tell('a');
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
    const gate = (library.kit.library.gate = new Gate());
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
      const gate = (library.kit.library.gate = new Gate());
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
      expect(library.kit.library.ratingsAsked).toBeLessThanOrEqual(3);
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
    library.kit.library.gate = new Gate();
    const socket = await opened(gateway);
    for (let id = 0; id < 1_000; id += 1) {
      const payload = { query: PROGRESS, variables: { id: '1' } };
      socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
    }
    expect(await closing(socket)).toBe(4429);
  });
});
