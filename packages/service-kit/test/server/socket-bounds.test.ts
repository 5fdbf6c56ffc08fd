import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { serveSubscriptions } from '../../src/server/subscriptions.ts';

const limits = { messageBytes: 10_000, unsentBytes: 1_000_000, operations: 5 };

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

describe('a socket of a subgraph', () => {
  let server: Server;
  let served: { stop(): Promise<void> };
  let accepted: Promise<[Socket]>;
  let client: WebSocket;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    const schema = buildSchema('type Query { long: String } type Subscription { endless: Int }');
    schema.getQueryType()!.getFields()['long']!.resolve = () => {
      asked += 1;
      return 'x'.repeat(1_000_000);
    };
    schema.getSubscriptionType()!.getFields()['endless']!.subscribe = () => ({
      [Symbol.asyncIterator]: () => {
        let end: (step: IteratorResult<never>) => void;
        const done = { done: true, value: undefined } as const;
        const ended = new Promise<IteratorResult<never>>((resolve) => (end = resolve));
        return {
          next: () => ended,
          return: () => {
            end(done);
            return Promise.resolve(done);
          },
        };
      },
    });
    server = createServer().listen(0, '127.0.0.1');
    const log = pino({ level: 'silent' });
    const connect = () => Promise.resolve(() => ({}));
    served = serveSubscriptions(server, schema, connect, (formatted) => formatted, { log, limits });
    await once(server, 'listening');
    accepted = once(server, 'connection') as Promise<[Socket]>;
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    client = new WebSocket(url, 'graphql-transport-ws');
    await once(client, 'open');
    send({ type: 'connection_init' });
    await once(client, 'message');
  });
  afterEach(async () => {
    client.terminate();
    await served.stop();
    server.close();
  });

  const send = (message: Message): void => {
    client.send(JSON.stringify(message));
  };
  const subscribe = (id: number, query: string): void => {
    send({ id: `${id}`, type: 'subscribe', payload: { query } });
  };
  const next = async (): Promise<Message> => {
    const [message] = (await once(client, 'message')) as [Buffer];
    return JSON.parse(message.toString()) as Message;
  };

  it('may have so many operations, of which one more is refused', async () => {
    for (let id = 0; id <= limits.operations; id += 1) subscribe(id, 'subscription { endless }');
    expect(await next()).toMatchObject({
      id: '5',
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    send({ id: '0', type: 'complete' });
    send({ type: 'ping' });
    await next();
    subscribe(6, '{ __typename }');
    expect(await next()).toMatchObject({ id: '6', type: 'next', payload: { data: { __typename: 'Query' } } });
  });

  it('is closed when it does not stop asking for more', async () => {
    for (let id = 0; id < limits.operations * 10; id += 1) subscribe(id, 'subscription { endless }');
    expect((await once(client, 'close'))[0]).toBe(4429);
  });

  it('gets nothing of a ping back', async () => {
    send({ type: 'ping', payload: { text: 'x'.repeat(9_000) } });
    expect(await next()).toEqual({ type: 'pong' });
  });

  it('is closed for a message that is too long', async () => {
    send({ type: 'ping', payload: { text: 'x'.repeat(limits.messageBytes) } });
    expect((await once(client, 'close'))[0]).toBe(1009);
  });

  it('is closed when it does not read, and asked for no more', async () => {
    const [connection] = await accepted;
    const closed = once(connection, 'close');
    client.pause();
    for (let id = 0; id < 100; id += 1) {
      subscribe(id, '{ long }');
      send({ id: `${id}`, type: 'complete' });
    }
    await closed;
    expect(asked).toBeLessThan(50);
  });
});
