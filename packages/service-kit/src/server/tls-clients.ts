import { Agent, buildConnector } from 'undici';
import { WebSocket, type ClientOptions } from 'ws';
import type { Tls } from '@counterstep/primitives';

/**
 * Creates an agent that keeps connections to services and presents the newest certificate; connecting may take
 * `connectTimeoutMs`.
 */
export const createAgent = (tls: Tls, connectTimeoutMs?: number): Agent =>
  new Agent({
    connect: (to, done) => {
      const timeout = connectTimeoutMs === undefined ? {} : { timeout: connectTimeoutMs };
      buildConnector({ ...tls.current(), ...timeout })(to, done);
    },
  });

interface SocketOptions extends ClientOptions {
  /** How long the server may take to close its side, in ms. */
  readonly closeTimeout?: number;
}

/** Makes a class of client sockets that present the newest certificate. */
export const webSocketWith = (
  tls: Tls,
  options: SocketOptions = {},
): new (address: string | URL, protocols?: string | string[]) => WebSocket =>
  class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { ...options, ...tls.current() });
    }
  };
