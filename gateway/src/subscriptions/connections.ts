import {
  createClient,
  type Client,
  type FormattedExecutionResult,
  type Sink,
  type SubscribePayload,
} from 'graphql-ws';
import type { Tls } from '@counterstep/service-kit';
import { webSocketWith } from '@counterstep/service-kit/server';
import type { Subgraphs } from '../http/subgraphs.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { Identity } from '../identity/sessions.ts';

/** A socket to a subgraph on an identity's behalf, opened on demand and closed when idle. */
export interface Connection {
  /** Whether the subgraph has ever accepted the socket. */
  accepted(): boolean;
  /**
   * Subscribes; the returned function unsubscribes at once. A lost socket is an error of the sink, and is not retried.
   */
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
/** How long each may take: opening a socket, its acceptance, and the answer to a probe. */
const ANSWER_MS = 5_000;
/** How long others wait for a socket that is being opened before they open their own. */
const JOIN_MS = 1_000;
/** How long a subgraph may take to close a socket. */
const GOODBYE_MS = 500;

/** What it takes to open a socket. */
interface Opening {
  readonly url: () => string;
  readonly parameters: () => Promise<Record<string, unknown>>;
  readonly webSocketImpl: unknown;
}

interface OpenedConnection {
  readonly client: Client;
  readonly connection: Connection;
}

interface ConnectionEvents {
  /** Called when others should no longer join the socket: it takes too long to open, or has closed. */
  readonly onUnjoinable: () => void;
  readonly onClosed: () => void;
}

function openConnection(
  { url, parameters, webSocketImpl }: Opening,
  { onUnjoinable, onClosed }: ConnectionEvents,
): OpenedConnection {
  let accepted = false;
  const joinTimer = setTimeout(onUnjoinable, JOIN_MS).unref();
  const probing = createProbe(() => {
    client.terminate();
  });
  const client: Client = createClient({
    url,
    connectionParams: parameters,
    webSocketImpl,
    retryAttempts: 0,
    lazyCloseTimeout: IDLE_MS,
    connectionAckWaitTimeout: ANSWER_MS,
    keepAlive: PROBE_MS,
    on: {
      connected: () => {
        accepted = true;
        clearTimeout(joinTimer);
      },
      ping: probing.ping,
      pong: probing.pong,
      closed: () => {
        probing.stop();
        clearTimeout(joinTimer);
        onUnjoinable();
        onClosed();
      },
    },
  });
  const connection: Connection = {
    accepted: () => accepted,
    subscribe: (payload, sink) => client.subscribe(payload, sink),
  };
  return { client, connection };
}

/** Opens each socket with fresh credentials, because subgraphs check them only at its opening. */
export function createConnections(subgraphs: Subgraphs, credentials: Credentials, tls: Tls): Connections {
  const webSocketImpl = webSocketWith(tls, { handshakeTimeout: ANSWER_MS, closeTimeout: GOODBYE_MS });
  /** The connections that others may share. */
  const open = new Map<string, OpenedConnection>();
  /** The clients of all connections, shared or not. */
  const clients = new Set<Client>();
  const connect = (
    key: string,
    subgraph: string,
    identity: Identity,
    correlationId: string,
  ): OpenedConnection => {
    const opened = openConnection(
      {
        url: () => subgraphs.urlOf(subgraph).replace(/^http/, 'ws'),
        parameters: async () => ({
          ...identity.propagated,
          authorization: await credentials(subgraph, identity),
          correlationId,
        }),
        webSocketImpl,
      },
      {
        onUnjoinable: () => {
          if (open.get(key) === opened) open.delete(key);
        },
        onClosed: () => clients.delete(opened.client),
      },
    );
    clients.add(opened.client);
    return opened;
  };
  return {
    to: (subgraph, identity, correlationId) => {
      const key = JSON.stringify([subgraph, identity.key]);
      const entry = open.get(key) ?? connect(key, subgraph, identity, correlationId);
      open.set(key, entry);
      return entry.connection;
    },
    close: () => {
      // A socket that is still opening fails, and its subscribers receive that failure.
      for (const client of clients) Promise.resolve(client.dispose()).catch(() => undefined);
      open.clear();
      clients.clear();
    },
  };
}

/** Ends a socket whose other side does not answer a probe, since a peer can vanish without closing. */
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
