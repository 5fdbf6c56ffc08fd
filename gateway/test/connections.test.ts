import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { ask } from './kit.ts';
import { times, TITLE, useLibrary } from './sockets.ts';

const library = useLibrary();
const { start } = library;

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
