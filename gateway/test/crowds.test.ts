import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '@counterstep/service-kit/server';
import { WebSocket } from 'ws';
import { ask, createLibraryKit, type LibraryKit } from './kit.ts';

const query = '{ book(id: "1") { title rating } }';

/** A socket from an address of its own, accepted. */
async function open({ url }: Service): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    localAddress: '127.0.0.2',
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  return socket;
}

describe('operations', () => {
  let kit: LibraryKit;

  beforeEach(async () => {
    kit = await createLibraryKit();
  });
  afterEach(() => kit.end());

  it('of one address by the thousand, over 20 sockets, do not make another one wait for them', async () => {
    const gateway = await kit.gateway({
      clients: { ...kit.config.clients, runningPerAddress: 512 },
      subgraphTimeouts: { connectMs: 30_000, requestMs: 30_000, silenceMs: 30_000 },
    });
    let answered = 0;
    const refused: string[] = [];
    const flood = await Promise.all(Array.from({ length: 20 }, () => open(gateway)));
    for (const socket of flood) {
      const send = (): void => {
        socket.send(JSON.stringify({ id: `${Math.random()}`, type: 'subscribe', payload: { query } }));
      };
      socket.on('message', (message: Buffer) => {
        const { type, payload } = JSON.parse(message.toString()) as { type: string; payload?: object };
        if (type === 'next') answered += 1;
        if (type === 'error' || (payload && 'errors' in payload)) refused.push(message.toString());
        if (type === 'complete') send();
      });
      for (let count = 0; count < 100; count += 1) send();
    }
    while (answered < 200) await once(flood[0]!, 'message');
    const overtaken: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const before = answered;
      expect((await ask(gateway, query)).errors).toBeUndefined();
      overtaken.push(answered - before);
    }
    for (const socket of flood) socket.terminate();
    // Of 2,000 that were there first, and are there again as soon as they are answered.
    expect(overtaken.sort((one, other) => one - other)[5]).toBeLessThan(300);
    expect(refused).toEqual([]);
  }, 60_000);
});
