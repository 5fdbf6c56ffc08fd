import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Proxy } from '../src/network/proxy.ts';

/** A server that sends its name and then echoes what it receives. */
async function startEcho(name: string): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.write(`${name}:`);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('A hop', () => {
  let one: Server;
  let other: Server;
  let ports: number[];
  let proxy: Proxy;

  beforeEach(async () => {
    [one, other] = await Promise.all([startEcho('one'), startEcho('other')]);
    ports = [portOf(one)];
    proxy = await Proxy.open(() => ports);
  });
  afterEach(async () => {
    await proxy.close();
    one.close();
    other.close();
  });

  const dial = (): Socket => connect({ port: Number(new URL(proxy.url).port), host: '127.0.0.1' });
  const exchange = (words: string): Promise<string> => {
    const socket = dial();
    socket.end(words);
    return text(socket);
  };
  const codeOf = async (socket: Socket): Promise<string | undefined> => {
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    return error.code;
  };

  it('passes on what both sides say, and their ends', async () => {
    const words = 'x'.repeat(300_000);
    expect(await exchange(words)).toBe(`one:${words}`);
  });

  it('takes turns between its targets, and passes over one that is down', async () => {
    ports = [portOf(one), portOf(other)];
    const names = await Promise.all([exchange(''), exchange(''), exchange(''), exchange('')]);
    expect(names.sort()).toEqual(['one:', 'one:', 'other:', 'other:']);
    one.close();
    await once(one, 'close');
    expect(await Promise.all([exchange(''), exchange('')])).toEqual(['other:', 'other:']);
  });

  it('resets connections while there is no target', async () => {
    ports = [];
    expect(await codeOf(dial())).toBe('ECONNRESET');
  });

  it('resets the connections that there are when it is cut, and takes new ones', async () => {
    const socket = dial();
    await once(socket, 'data');
    const reset = codeOf(socket);
    proxy.cut();
    expect(await reset).toBe('ECONNRESET');
    expect(await exchange('hello')).toBe('one:hello');
  });

  it('lets nothing through while it is held, and everything in order after that', async () => {
    const socket = dial();
    await once(socket, 'data');
    proxy.hold();
    const heard: string[] = [];
    socket.setEncoding('utf8').on('data', (chunk: string) => heard.push(chunk));
    socket.write('a');
    const late = exchange('c');
    // A second proxy to the same server is open: anything that the held one let through would have arrived by now.
    const way = await Proxy.open(() => ports);
    const direct = connect({ port: Number(new URL(way.url).port), host: '127.0.0.1' });
    direct.end('b');
    expect(await text(direct)).toBe('one:b');
    await way.close();
    expect(heard).toEqual([]);
    proxy.release();
    socket.end('d');
    await once(socket, 'end');
    expect(heard.join('')).toBe('ad');
    expect(await late).toBe('one:c');
  });

  it('delays what passes while it is slow, and loses nothing of it', async () => {
    const swift = await Proxy.open(() => ports);
    const ended: string[] = [];
    const send = async (hop: Proxy, words: string): Promise<void> => {
      const socket = connect({ port: Number(new URL(hop.url).port), host: '127.0.0.1' });
      socket.end(words);
      ended.push(await text(socket));
    };
    proxy.slowDown(1000);
    await Promise.all([send(proxy, 'slow'), send(swift, 'swift')]);
    await swift.close();
    expect(ended).toEqual(['one:swift', 'one:slow']);
  });
});
