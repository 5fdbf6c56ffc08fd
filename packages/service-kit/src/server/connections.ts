import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createQuota } from './quota.ts';
import { networkOf } from './networks.ts';

/** How many connections a server keeps open; 0 is no limit. */
export interface ConnectionLimits {
  readonly total: number;
  /** From one address, or one /64 of IPv6. */
  readonly perAddress: number;
}

const ignore = (): void => undefined;

/**
 * Lets no connection end the process, whatever its other side does and whoever has it in hand, and closes those above
 * the limits as they come.
 */
export function guardConnections(server: Server, limits: ConnectionLimits): void {
  if (limits.total > 0) server.maxConnections = limits.total;
  const perAddress = createQuota(limits.perAddress);
  server.on('connection', (socket: Socket) => {
    // Node takes its own listener away when it hands a socket over for an upgrade.
    socket.on('error', ignore);
    const release = perAddress.take(networkOf(socket.remoteAddress));
    if (release) socket.once('close', release);
    else socket.destroy();
  });
  server.on('secureConnection', (socket: Socket) => socket.on('error', ignore));
}

/** Requests of one connection that may run at a time. */
const PIPELINE = 16;

/** Ends connections that send requests faster than they read answers, before another request is worked on. */
export function limitPipelines(app: FastifyInstance): void {
  const running = new WeakMap<Socket, number>();
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    const count = (running.get(socket) ?? 0) + 1;
    running.set(socket, count);
    reply.raw.once('close', () => running.set(socket, (running.get(socket) ?? 1) - 1));
    if (count <= PIPELINE) {
      done();
      return;
    }
    socket.destroy();
    reply.hijack();
  });
}
