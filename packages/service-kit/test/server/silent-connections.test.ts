import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createLogger } from '../../src/index.ts';
import { createHttpServer, listen } from '../../src/server/index.ts';

const REQUEST = 'GET /health HTTP/1.1\r\nHost: h\r\n\r\n';
/** Far longer than the server waits in these tests. */
const FAR_MS = 60_000;

describe('a server', () => {
  let app: FastifyInstance;
  let sockets: Socket[];

  const start = async (silence: { readonly keepAliveMs: number; readonly standstillMs: number }) => {
    app = createHttpServer({ log: createLogger('test', 'silent'), ready: () => Promise.resolve(), silence });
    app.get('/never', () => new Promise(() => undefined));
    return Number(new URL(await listen(app, '127.0.0.1', 0)).port);
  };
  const opened = async (port: number): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const ask = async (socket: Socket): Promise<string> => {
    socket.write(REQUEST);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  };

  beforeEach(() => {
    sockets = [];
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await app.close();
  });

  it('closes a connection that is silent after its request, and not one that goes on asking', async () => {
    const port = await start({ keepAliveMs: 200, standstillMs: FAR_MS });
    const [silent, lively] = [await opened(port), await opened(port)];
    expect(await ask(silent)).toContain('"up"');
    let answers = 0;
    while (!silent.closed) {
      expect(await ask(lively)).toContain('"up"');
      answers += 1;
    }
    expect(answers).toBeGreaterThan(1);
    expect(lively.destroyed).toBe(false);
  });

  it('closes a connection on which nothing moves while a request waits', async () => {
    const port = await start({ keepAliveMs: FAR_MS, standstillMs: 200 });
    const socket = await opened(port);
    socket.write(REQUEST.replace('/health', '/never'));
    socket.resume();
    await once(socket, 'close');
    expect(socket.bytesRead).toBe(0);
  });

  it('keeps both for longer than usual proxies do, where nothing else is said', () => {
    app = createHttpServer({ log: createLogger('test', 'silent'), ready: () => Promise.resolve() });
    expect(app.server).toMatchObject({ keepAliveTimeout: 72_000, timeout: 60_000 });
  });
});
