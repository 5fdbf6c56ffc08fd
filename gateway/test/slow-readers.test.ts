import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { ask } from './kit.ts';
import { Gate } from './library.ts';
import { closing, opened, times, TITLE, useLibrary } from './sockets.ts';

const library = useLibrary();
const { start } = library;

describe('a client that does not read', () => {
  const mebibytes = 1_048_576;

  /** Resolves once the other side of a paused socket has gone. */
  async function reset(socket: WebSocket): Promise<void> {
    let gone: unknown;
    while (!(gone instanceof Error)) {
      gone = await new Promise((resolve) => {
        socket.ping('', true, resolve);
      });
      await new Promise(setImmediate);
    }
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
    library.kit.library.titles.set('1', 'x'.repeat(200_000));
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
    const gate = (library.kit.library.gate = new Gate());
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
    expect(library.kit.library.ratingsAsked).toBeLessThanOrEqual(32);
  });

  it('of answers over many connections gets no more than its address may hold', async () => {
    // More than the operating system takes of an answer that nobody reads.
    library.kit.library.titles.set('1', 'x'.repeat(15 * mebibytes));
    const gateway = await start({ unsentBytesPerAddress: 20 * mebibytes });
    const body = JSON.stringify({ query: TITLE });
    const heads = await Promise.all(
      times(5, async () => {
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
        const text = head.toString('latin1');
        const [, bytes = '0'] = /content-length: (\d+)/i.exec(text) ?? [];
        return { socket, status: text.slice(9, 12), isLarge: Number(bytes) > 15 * mebibytes };
      }),
    );
    // A small one says that the subgraph did not come round to answering so much in time.
    expect(heads.filter(({ isLarge }) => isLarge).length).toBeLessThanOrEqual(2);
    expect(heads.map(({ status }) => status)).toContain('429');
    expect(await ask(gateway, '{ book(id: "2") { title } }')).toMatchObject({ status: 200 });
    for (const { socket } of heads) socket.destroy();
  });
});
