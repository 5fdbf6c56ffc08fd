import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createProtocol, type ProtocolOptions, type RunningOperations } from './protocol.ts';

export interface SocketOptions extends ProtocolOptions {
  /** The largest message of a client, in bytes. */
  readonly maxMessageBytes: number;
}

/** How long running queries and mutations may take when the gateway stops. */
const DRAIN_MS = 3_000;
/** How often it is looked whether they have ended. */
const LOOK_MS = 10;
/** How long clients may take to say goodbye. */
const GOODBYE_MS = 1_000;

/**
 * Serves all operations over `graphql-transport-ws` at `/graphql`. The connection's parameters may carry the client's
 * session as `authorization`; with a bad one the socket is closed (4403).
 */
export function serveSockets(server: Server, options: SocketOptions): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes });
  const running: RunningOperations = new Set();
  const protocol = useServer(createProtocol(options, running), sockets);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?', 1)[0] === '/graphql')
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    else refuse(socket, '404 Not Found');
  };
  const refuseLate = (_request: IncomingMessage, socket: Duplex): void => {
    refuse(socket, '503 Service Unavailable');
  };
  server.on('upgrade', upgrade);
  return {
    stop: async () => {
      server.off('upgrade', upgrade).on('upgrade', refuseLate);
      for (let waited = 0; running.size > 0 && waited < DRAIN_MS; waited += LOOK_MS) await pause(LOOK_MS);
      const force = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, GOODBYE_MS);
      await protocol.dispose();
      clearTimeout(force);
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
