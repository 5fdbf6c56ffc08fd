import { Agent, buildConnector } from 'undici';
import { WebSocket, type ClientOptions } from 'ws';
import type { Tls } from '@counterstep/primitives';

/** Keeps connections to services, and shows them the newest certificate. Connecting may take `connectTimeoutMs`. */
export const createAgent = (tls: Tls, connectTimeoutMs?: number): Agent =>
  new Agent({
    connect: (to, done) => {
      const timeout = connectTimeoutMs === undefined ? {} : { timeout: connectTimeoutMs };
      buildConnector({ ...tls.current(), ...timeout })(to, done);
    },
  });

interface SocketOptions extends ClientOptions {
  /** How long the other side may take to say goodbye. */
  readonly closeTimeout?: number;
}

/** A class of client sockets that show the newest certificate. */
export const webSocketWith = (
  tls: Tls,
  options: SocketOptions = {},
): new (address: string | URL, protocols?: string | string[]) => WebSocket =>
  class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { ...options, ...tls.current() });
    }
  };
