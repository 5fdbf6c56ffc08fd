import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@counterstep/service-kit';
import { serveGraphqlSockets } from '@counterstep/service-kit/server';
import type { Admission } from '../admission.ts';
import type { ClientQuotas } from '../quotas.ts';
import { createProtocol, countQuietly, type ProtocolOptions, type RunningOperations } from './protocol.ts';

export interface SocketOptions extends ProtocolOptions {
  readonly log: Logger;
  readonly quotas: ClientQuotas;
  /** Whether a network has so much queued that its sockets are not read for now. */
  readonly isBusy: (network: string) => boolean;
  readonly isSpent: Admission['isSpent'];
  /** The largest message of a client, in bytes. */
  readonly maxMessageBytes: number;
  /** Whether a page may open a socket. */
  readonly mayUpgrade: (request: IncomingMessage) => boolean;
}

/** How long running queries and mutations may still take when the gateway stops. */
const DRAIN_MS = 3_000;
/** How often the gateway checks whether they have ended. */
const LOOK_MS = 10;

/**
 * Serves all operations over `graphql-transport-ws` at `/graphql`. The connection parameters may carry the client's
 * session as `authorization`; an invalid one closes the socket with 4403.
 */
export function serveSockets(server: Server, options: SocketOptions): { stop(): Promise<void> } {
  const running: RunningOperations = new Set();
  const { log, quotas, isBusy, maxMessageBytes: messageBytes } = options;
  const { unsentBytes, subscriptionsPerSocket, operationsPerSocket } = quotas.limits;
  const unlimited = subscriptionsPerSocket === 0 || operationsPerSocket === 0;
  const operations = unlimited ? Infinity : subscriptionsPerSocket + operationsPerSocket;
  const sockets = serveGraphqlSockets(server, {
    protocol: createProtocol(options, running),
    limits: { messageBytes, unsentBytes, operations },
    log,
    allows: options.mayUpgrade,
    admit: (request) => (options.isSpent(request) ? 'Too many requests.' : quotas.socket(request)),
    misused: (request) => {
      countQuietly(request, options.countRefusal);
    },
    hold: (request, bytes) => quotas.bytes(request, bytes),
    ownerOf: (request) => quotas.networkOf(request),
    isBusy,
  });
  const drained = async (): Promise<void> => {
    for (let waited = 0; running.size > 0 && waited < DRAIN_MS; waited += LOOK_MS) await pause(LOOK_MS);
  };
  return { stop: () => sockets.stop(drained) };
}
