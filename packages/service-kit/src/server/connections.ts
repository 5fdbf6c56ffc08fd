import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createQuota } from './quota.ts';
import { networkOf } from './networks.ts';

/** How many connections a server keeps open; 0 means no limit. */
export interface ConnectionLimits {
  readonly total: number;
  /** The limit per IPv4 address, or per /64 of IPv6. */
  readonly perAddress: number;
}

const ignore = (): void => undefined;

/**
 * Keeps any connection from ending the process, whatever its client does and whichever code handles it; closes new
 * connections beyond the limits.
 */
export function guardConnections(server: Server, limits: ConnectionLimits): void {
  if (limits.total > 0) server.maxConnections = limits.total;
  const perAddress = createQuota(limits.perAddress);
  server.on('connection', (socket: Socket) => {
    // Node removes its own listener when it hands a socket over for an upgrade.
    socket.on('error', ignore);
    const release = perAddress.take(networkOf(socket.remoteAddress));
    if (release) socket.once('close', release);
    else socket.destroy();
  });
  server.on('secureConnection', (socket: Socket) => socket.on('error', ignore));
}

/** How many requests of one connection may run at a time. */
const PIPELINE = 16;

/** Ends connections that send requests faster than they read answers, before the server works on another request. */
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
