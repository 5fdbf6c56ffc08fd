import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTls } from '@counterstep/service-kit';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { startWakes } from '../../src/wakes/wakes.ts';

const schema = buildSchema(`
  type Query { nothing: Boolean }
  type PaymentHint { orderId: ID! sagaId: ID! }
  type Subscription { paymentSettled: PaymentHint! }
`);

/** A payments service that only sends hints: each connection receives the listed ones, and then nothing more. */
async function startPayments(hints: readonly (readonly string[])[]) {
  const server: Server = createServer();
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  const shown: unknown[] = [];
  const open = new Set<WebSocket>();
  let connections = 0;
  sockets.on('connection', (socket) => open.add(socket));
  useServer(
    {
      schema,
      onConnect: ({ connectionParams }) => {
        shown.push(connectionParams?.['authorization']);
        return true;
      },
      roots: {
        subscription: {
          paymentSettled: async function* () {
            for (const sagaId of hints[connections++] ?? [])
              yield { paymentSettled: { orderId: 'order', sagaId } };
            await new Promise(() => undefined);
          },
        },
      },
    },
    sockets,
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    shown,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakConnections: () => {
      for (const socket of open) socket.terminate();
      open.clear();
    },
    stop: async () => {
      for (const socket of open) socket.terminate();
      sockets.close();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('hints of payments', () => {
  let payments: Awaited<ReturnType<typeof startPayments>>;
  let stop: () => Promise<void>;
  let woken: string[];
  let tell: () => void;

  beforeEach(async () => {
    payments = await startPayments([['saga-1', 'nobody', 'saga-1'], ['saga-2']]);
    woken = [];
    tell = () => undefined;
    stop = startWakes({
      ...{
        url: payments.url,
        sign: () => Promise.resolve('token'),
        tls: openTls({ certFile: undefined, keyFile: undefined, caFile: undefined }),
      },
      log: { debug: () => undefined },
      runner: {
        wake: (sagaId) => {
          woken.push(sagaId);
          tell();
          return sagaId === 'nobody' ? Promise.reject(new Error('unknown')) : Promise.resolve();
        },
      },
    });
  });
  afterEach(async () => {
    await stop();
    await payments.stop();
  });

  const hasWoken = async (count: number): Promise<void> => {
    while (woken.length < count) await new Promise<void>((resolve) => (tell = resolve));
  };

  it('wake the sagas that they name, also after one that cannot be woken', async () => {
    await hasWoken(3);
    expect(woken).toEqual(['saga-1', 'nobody', 'saga-1']);
    expect(payments.shown).toEqual(['Bearer token']);
  });

  it('are heard again when the connection was lost', async () => {
    await hasWoken(3);
    payments.breakConnections();
    await hasWoken(4);
    expect(woken.at(-1)).toBe('saga-2');
  });
});
