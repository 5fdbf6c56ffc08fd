import { once } from 'node:events';
import { connect as connectTcp, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { WebSocket, WebSocketServer } from 'ws';
import { connect, Follower } from './follower.ts';
import { createLibraryKit, type LibraryKit } from './kit.ts';

const PROGRESS = 'subscription ($id: ID!) { progress(id: $id) { note book { rating } } }';
const TICKS = 'subscription { ticks { note } }';

/** A way to a server that can be cut without a word. */
async function startProxy(target: string) {
  const sockets = new Set<Socket>();
  let down = false;
  const server = createServer((client) => {
    if (down) {
      client.destroy();
      return;
    }
    const upstream = connectTcp(Number(new URL(target).port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          client.destroy();
          upstream.destroy();
          sockets.delete(socket);
        });
    }
    client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      down = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      down = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a lost upstream', () => {
  let kit: LibraryKit;

  beforeEach(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => kit.end());

  const notes = (follower: Follower) => follower.values().map(({ note }) => note);

  it('is resumed where it was when the subgraph restarts, with no gap and no double', async () => {
    const gateway = await kit.gateway();
    const channel = kit.library.channel('1');
    const follower = new Follower(connect(gateway), PROGRESS, { id: '1' });
    channel.tell('a', 'b');
    await follower.until(2);
    await kit.stop('progress');
    channel.tell('c', 'd');
    await kit.start('progress');
    await follower.until(4);
    channel.tell('e');
    channel.finish();
    expect(await follower.ended).toEqual({});
    expect(notes(follower)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(channel.starts).toEqual([0, 2]);
  });

  it('is resumed each time the connection breaks without a word', async () => {
    const proxy = await startProxy(kit.config.subgraphUrls['progress']!);
    const gateway = await kit.gateway({ subgraphUrls: { ...kit.config.subgraphUrls, progress: proxy.url } });
    const channel = kit.library.channel('1');
    const query = 'subscription { progress(id: "1", afterSequence: 1) { note } }';
    const follower = new Follower(connect(gateway), query);
    channel.tell('1', '2');
    for (let round = 1; round <= 5; round += 1) {
      await follower.until(2 * round - 1);
      proxy.cut();
      channel.tell(String(2 * round + 1));
      proxy.mend();
      channel.tell(String(2 * round + 2));
    }
    await follower.until(11);
    proxy.close();
    expect(notes(follower)).toEqual(Array.from({ length: 11 }, (_, index) => String(index + 2)));
  });

  it('is resumed for all clients that share it', async () => {
    const gateway = await kit.gateway();
    const channel = kit.library.channel('1');
    const followers = [1, 2, 3].map(() => new Follower(connect(gateway), PROGRESS, { id: '1' }));
    channel.tell('a');
    await Promise.all(followers.map((follower) => follower.until(1)));
    await kit.stop('progress');
    channel.tell('b');
    await kit.start('progress');
    await Promise.all(followers.map((follower) => follower.until(2)));
    for (const follower of followers) expect(notes(follower)).toEqual(['a', 'b']);
    expect(channel.starts).toEqual([0, 1]);
  });

  it('goes on live when the subscription cannot be resumed', async () => {
    const gateway = await kit.gateway();
    const channel = kit.library.channel('ticks');
    const follower = new Follower(connect(gateway), TICKS);
    await channel.until(({ following }) => following === 1);
    await kit.stop('progress');
    await kit.start('progress');
    await channel.until(({ starts, following }) => starts.length === 2 && following === 1);
    channel.tell('tick');
    expect(await follower.until(1)).toEqual([{ data: { ticks: { note: 'tick' } } }]);
  });

  it('is an error of the client when the subgraph stays away', async () => {
    const gateway = await kit.gateway({ reconnect: { firstDelayMs: 1, longestDelayMs: 5, giveUpMs: 50 } });
    await kit.stop('progress');
    const { errors } = await new Follower(connect(gateway), PROGRESS, { id: '1' }).ended;
    expect(errors).toMatchObject([
      { extensions: { code: 'SERVICE_UNAVAILABLE', correlationId: expect.any(String) } },
    ]);
  });

  /** A subgraph whose sockets do what they are told, by the order in which they come. */
  async function startWilfulSubgraph(behave: (socket: WebSocket, place: number) => void) {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: () => 'graphql-transport-ws',
    });
    await once(server, 'listening');
    let opened = 0;
    server.on('connection', (socket) => {
      opened += 1;
      behave(socket, opened);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      opened: () => opened,
      gateway: await kit.gateway({ subgraphUrls: { ...kit.config.subgraphUrls, progress: url } }),
      close: () => {
        for (const socket of server.clients) socket.terminate();
        server.close();
      },
    };
  }

  /** Accepts a socket, and completes what is subscribed to. */
  const serve = (socket: WebSocket): void => {
    socket.on('message', (text: Buffer) => {
      const { id, type } = JSON.parse(text.toString()) as { readonly id?: string; readonly type: string };
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (type === 'subscribe') socket.send(JSON.stringify({ id, type: 'complete' }));
    });
  };

  it.each([
    [4401, 'UNAUTHENTICATED'],
    [4403, 'FORBIDDEN'],
    [4400, 'INTERNAL_SERVER_ERROR'],
  ])('is not asked again after a subgraph has refused the socket with %d', async (closeCode, code) => {
    const subgraph = await startWilfulSubgraph((socket) => {
      socket.close(closeCode, 'Refused');
    });
    const { errors } = await new Follower(connect(subgraph.gateway), PROGRESS, { id: '1' }).ended;
    expect(errors).toMatchObject([{ extensions: { code, correlationId: expect.any(String) } }]);
    expect(subgraph.opened()).toBe(1);
    subgraph.close();
  });

  it.each([4408, 4429])(
    'is asked again after a subgraph has closed the socket with %d',
    async (closeCode) => {
      const subgraph = await startWilfulSubgraph((socket, place) => {
        if (place < 3) socket.close(closeCode, 'Later');
        else serve(socket);
      });
      expect(await new Follower(connect(subgraph.gateway), PROGRESS, { id: '1' }).ended).toEqual({});
      expect(subgraph.opened()).toBe(3);
      subgraph.close();
    },
  );

  it('does not hold up others of the identity, nor itself for long, when a subgraph does not accept the socket', async () => {
    const subgraph = await startWilfulSubgraph((socket, place) => {
      // It does not even answer to a goodbye.
      if (place === 1) socket.pause();
      else serve(socket);
    });
    const client = connect(subgraph.gateway);
    const began = performance.now();
    const stalled = new Follower(client, PROGRESS, { id: '1' });
    const stalledEnd = stalled.ended.then(() => 'stalled' as const);
    const tried = async (): Promise<string> => {
      const other = new Follower(client, PROGRESS, { id: String(performance.now()) });
      const tired = new Promise<string>((resolve) => setTimeout(resolve, 200, 'tired'));
      return Promise.race([other.ended.then(() => 'served'), tired, stalledEnd]);
    };
    let outcome = 'tired';
    while (outcome === 'tired') outcome = await tried();
    expect(outcome).toBe('served');
    expect(await stalled.ended).toEqual({});
    expect(performance.now() - began).toBeLessThan(20_000);
    subgraph.close();
  });
});

describe('a client that does not read', () => {
  let kit: LibraryKit;
  let gateway: Service;

  beforeEach(async () => {
    kit = await createLibraryKit();
    gateway = await kit.gateway({ limits: { ...kit.config.limits, keptEvents: 4 } });
  });
  afterEach(() => kit.end());

  it('is dropped when it lags behind too far, and told why', async () => {
    const channel = kit.library.channel('ticks');
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const messages: { readonly type: string; readonly payload: unknown }[] = [];
    socket.on('message', (text: Buffer) =>
      messages.push(JSON.parse(text.toString()) as (typeof messages)[number]),
    );
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    const query = 'subscription { ticks(big: true) { note } }';
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    await channel.until(({ following }) => following === 1);
    socket.pause();
    while (channel.following > 0) {
      const before = channel.told;
      channel.tell('0123456789');
      await channel.until(({ told, following }) => told > before || following === 0);
    }
    socket.resume();
    while (!messages.some(({ type }) => type === 'error')) await once(socket, 'message');
    expect(messages.at(-1)).toMatchObject({ payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    socket.terminate();
  });
});
