import {
  createClient,
  type Client,
  type FormattedExecutionResult,
  type Sink,
  type SubscribePayload,
} from 'graphql-ws';
import type { Tls } from '@counterstep/platform';
import { webSocketWith } from '@counterstep/platform/server';
import type { Subgraphs } from '../http/subgraphs.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { Identity } from '../identity/sessions.ts';

/** A socket to a subgraph on somebody's behalf, opened when it is needed and closed when it is not. */
export interface Connection {
  /** Whether the subgraph has ever accepted the socket. */
  accepted(): boolean;
  /** Subscribes, and returns what unsubscribes at once. A lost socket is an error of the sink; nothing is retried. */
  subscribe(payload: SubscribePayload, sink: Sink<FormattedExecutionResult>): () => void;
}

/** One socket for each subgraph and identity. */
export interface Connections {
  to(subgraph: string, identity: Identity, correlationId: string): Connection;
  close(): void;
}

/** How long an unused socket stays open. */
const IDLE_MS = 1_000;
/** How often a silent socket is probed. */
const PROBE_MS = 10_000;
/** How long opening a socket, having it accepted, and the answer to a probe may each take. */
const ANSWER_MS = 5_000;

/** Opens each socket with fresh credentials; subgraphs check them when a socket opens, and never again. */
export function createConnections(subgraphs: Subgraphs, credentials: Credentials, tls: Tls): Connections {
  const webSocketImpl = webSocketWith(tls, { handshakeTimeout: ANSWER_MS });
  const open = new Map<string, { readonly client: Client; readonly connection: Connection }>();
  const connect = (key: string, subgraph: string, identity: Identity, correlationId: string) => {
    let accepted = false;
    const probing = createProbe(() => {
      client.terminate();
    });
    const client: Client = createClient({
      url: () => subgraphs.urlOf(subgraph).replace(/^http/, 'ws'),
      connectionParams: async () => ({
        ...identity.propagated,
        authorization: await credentials(subgraph, identity),
        correlationId,
      }),
      webSocketImpl,
      retryAttempts: 0,
      lazyCloseTimeout: IDLE_MS,
      connectionAckWaitTimeout: ANSWER_MS,
      keepAlive: PROBE_MS,
      on: {
        connected: () => (accepted = true),
        ping: probing.ping,
        pong: probing.pong,
        closed: () => {
          probing.stop();
          if (open.get(key)?.client === client) open.delete(key);
        },
      },
    });
    const connection: Connection = {
      accepted: () => accepted,
      subscribe: (payload, sink) => client.subscribe(payload, sink),
    };
    return { client, connection };
  };
  return {
    to: (subgraph, identity, correlationId) => {
      const key = JSON.stringify([subgraph, identity.key]);
      const entry = open.get(key) ?? connect(key, subgraph, identity, correlationId);
      open.set(key, entry);
      return entry.connection;
    },
    close: () => {
      // A socket that is still being opened fails with its opening, which its subscribers are told of.
      for (const { client } of open.values()) Promise.resolve(client.dispose()).catch(() => undefined);
      open.clear();
    },
  };
}

/** Ends a socket whose other side does not answer a probe: it may be gone without a word. */
function createProbe(end: () => void) {
  let waiting: NodeJS.Timeout | undefined;
  return {
    ping: (received: boolean) => {
      if (!received) waiting = setTimeout(end, ANSWER_MS);
    },
    pong: (received: boolean) => {
      if (received) clearTimeout(waiting);
    },
    stop: () => {
      clearTimeout(waiting);
    },
  };
}
