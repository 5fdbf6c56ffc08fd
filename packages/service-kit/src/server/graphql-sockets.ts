import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import {
  CloseCode,
  handleProtocols,
  makeServer,
  type ServerOptions,
  type SubscribePayload,
} from 'graphql-ws';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { CodedError } from '@counterstep/primitives';
import type { Logger } from '../log.ts';
import { createTurns, type Turns } from './turns.ts';

/** The context of a socket in the protocol's callbacks. */
export interface SocketExtra {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

/** The server side of `graphql-transport-ws`. */
export type SocketProtocol = ServerOptions<Record<string, unknown>, SocketExtra>;

export interface SocketLimits {
  /** The largest message of a client, in bytes. */
  readonly messageBytes: number;
  /** How many bytes may wait for the client to read them before another message closes the socket. */
  readonly unsentBytes: number;
  /** How many operations of one socket may be open; further ones are refused. */
  readonly operations: number;
}

/** Reserves unread bytes for the owner of a socket; returns what releases them, or undefined if they are too many. */
export type HoldBytes = (request: IncomingMessage, bytes: number) => (() => void) | undefined;

export interface GraphqlSocketsOptions {
  readonly protocol: SocketProtocol;
  readonly limits: SocketLimits;
  readonly log: Logger;
  /** Whether pages of the request's origin may open a socket. */
  readonly allows?: (request: IncomingMessage) => boolean;
  /** Admits a socket; returns a function to call once the socket has closed, or why it is not admitted. */
  readonly admit?: (request: IncomingMessage) => (() => void) | string;
  readonly hold?: HoldBytes;
  /** Called with each socket that is closed because of its client's messages. */
  readonly misused?: (request: IncomingMessage) => void;
  /** The owner of a socket; all sockets of one owner share a turn. By default, each socket has its own owner. */
  readonly ownerOf?: (request: IncomingMessage) => string;
  /** Whether an owner's messages must wait for now, because so many of the owner's requests do. */
  readonly isBusy?: (owner: string) => boolean;
}

/** The close code for a socket that exceeds its limits. */
export const TOO_MUCH = 4429;

/** How long clients may take to close their side, in ms. */
const GOODBYE_MS = 1_000;
/** The interval of the probes for absent clients, in ms. */
const PROBE_MS = 12_000;
/** The longest id of an operation, which each of its results repeats. */
const LONGEST_ID = 256;
/** The most bytes that the reason of a close may have. */
const LONGEST_REASON = 123;
/** How many rejected sockets may be told the reason at the same time. */
const TOLD_AT_A_TIME = 100;

const ignore = (): void => undefined;

/** Closes a socket with a reason, shortened to fit a close frame. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  const short = Buffer.byteLength(reason) <= LONGEST_REASON ? reason : `${reason.slice(0, 40)}…`;
  socket.close(code, short);
}

/**
 * Serves `graphql-transport-ws` at `/graphql`. The owners of sockets take turns, so that none waits for another's many
 * messages. A socket that does not read, or exceeds its limits, is closed (4429).
 */
export function serveGraphqlSockets(
  server: Server,
  options: GraphqlSocketsOptions,
): {
  /** Refuses new sockets, and closes the others once `drained` resolves. */ stop(
    drained?: () => Promise<void>,
  ): Promise<void>;
} {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.limits.messageBytes,
    closeTimeout: GOODBYE_MS,
    handleProtocols,
  } as ConstructorParameters<typeof WebSocketServer>[0]);
  let stopping = false;
  const { isBusy } = options;
  const turns = createTurns((owner) => typeof owner === 'string' && isBusy?.(owner) === true);
  const serve = createServing(options, turns);
  const tell = createTelling(sockets);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', ignore);
    const refusal = refusalOf(request, options);
    if (refusal !== undefined || stopping) {
      refuse(socket, refusal ?? '503 Service Unavailable');
      return;
    }
    const admitted = options.admit?.(request) ?? ignore;
    if (typeof admitted === 'string') {
      tell(request, socket, head, admitted);
      return;
    }
    socket.once('close', admitted);
    sockets.handleUpgrade(request, socket, head, (client) => {
      serve(client, request);
    });
  });
  const probing = setInterval(createProbe(sockets), PROBE_MS).unref();
  return {
    stop: async (drained) => {
      stopping = true;
      await drained?.();
      clearInterval(probing);
      for (const client of sockets.clients) client.close(1001, 'Going away');
      await new Promise((resolve) => {
        sockets.close(resolve);
      });
    },
  };
}

function refusalOf(request: IncomingMessage, { allows }: GraphqlSocketsOptions): string | undefined {
  if (request.url?.split('?', 1)[0] !== '/graphql') return '404 Not Found';
  return allows?.(request) === false ? '403 Forbidden' : undefined;
}

type Tell = (request: IncomingMessage, socket: Duplex, head: Buffer, reason: string) => void;

/**
 * Tells clients why they are not admitted by a close code, which browsers show, unlike the status of a refused upgrade.
 */
function createTelling(sockets: WebSocketServer): Tell {
  let told = 0;
  return (request, socket, head, reason) => {
    if (told >= TOLD_AT_A_TIME) {
      refuse(socket, '429 Too Many Requests');
      return;
    }
    told += 1;
    socket.once('close', () => (told -= 1));
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', ignore);
      closeSocket(client, TOO_MUCH, reason);
    });
  };
}

/** Answers an upgrade with a status, and destroys the connection even if the client keeps it open. */
function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Ends sockets that have not answered the last probe; spares paused ones, whose answers cannot be read. */
function createProbe({ clients }: WebSocketServer): () => void {
  const answered = new WeakMap<WebSocket, boolean>();
  return () => {
    for (const client of clients) {
      if (client.isPaused) continue;
      if (answered.get(client) === false) {
        client.terminate();
        continue;
      }
      answered.set(client, false);
      client.once('pong', () => answered.set(client, true));
      client.ping();
    }
  };
}

type Serve = (socket: WebSocket, request: IncomingMessage) => void;

function createServing(options: GraphqlSocketsOptions, turns: Turns): Serve {
  const protocol = makeServer(withOperationLimit(options));
  const { log, misused } = options;
  return (socket, request) => {
    const send = createSending(socket, request, options);
    let handle: (text: string) => Promise<void> = () => Promise.resolve();
    const participant = {
      take: (text: string) => {
        if (socket.readyState !== socket.OPEN) return;
        handle(text).catch((error: unknown) => {
          if (failed(socket, error, log)) misused?.(request);
        });
      },
      pause: () => {
        socket.pause();
      },
      resume: () => {
        socket.resume();
      },
    };
    const inbox = turns.join(participant, options.ownerOf?.(request) ?? socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send,
        close: (code, reason) => {
          if (misuses.has(code)) misused?.(request);
          closeSocket(socket, code ?? 1000, reason ?? '');
        },
        onMessage: (callback) => {
          handle = callback;
        },
        // The answer omits the ping's payload, which would be buffered for a client that does not read.
        onPing: () => send('{"type":"pong"}'),
      },
      { socket, request },
    );
    socket.on('error', (error) => {
      if (isMalformed(error)) misused?.(request);
      log.debug({ err: error }, 'a socket failed');
    });
    socket.on('message', (message: RawData) => {
      inbox.put(textOf(message));
    });
    socket.once('close', (code, reason) => {
      inbox.leave();
      logFailure(closed(code, String(reason)), log);
    });
  };
}

function logFailure(work: void | Promise<void>, log: Logger): void {
  Promise.resolve(work).catch((error: unknown) => {
    log.error({ err: error }, 'unexpected error');
  });
}

const textOf = (message: RawData): string =>
  Array.isArray(message) ? Buffer.concat(message).toString() : Buffer.from(message as Buffer).toString();

/** The protocol's close codes for messages that no proper client sends. */
const misuses: ReadonlySet<number | undefined> = new Set([
  CloseCode.BadRequest,
  CloseCode.Unauthorized,
  CloseCode.SubscriberAlreadyExists,
  CloseCode.TooManyInitialisationRequests,
]);

/** Whether `ws` has refused a frame as malformed or too long. */
const isMalformed = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && error.code.startsWith('WS_ERR_');

/** Closes a socket whose message could not be handled; returns whether that is the client's fault. */
function failed(socket: WebSocket, error: unknown, log: Logger): boolean {
  // The client's faults are a document that cannot be parsed, and a message that only servers send.
  const ofClient = error instanceof Error && error.message.startsWith('Unexpected message');
  if (ofClient || error instanceof GraphQLError) {
    closeSocket(socket, CloseCode.BadRequest, 'Unexpected message');
    return true;
  }
  log.error({ err: error }, 'unexpected error');
  closeSocket(socket, CloseCode.InternalServerError, 'Internal server error');
  return false;
}

/** Creates a function that sends texts as long as not too many bytes wait to be read. */
function createSending(
  socket: WebSocket,
  request: IncomingMessage,
  { limits, hold }: GraphqlSocketsOptions,
): (text: string) => Promise<void> {
  return (text) =>
    new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) {
        resolve();
        return;
      }
      const bytes = Buffer.from(text);
      const tooMany = limits.unsentBytes > 0 && socket.bufferedAmount > limits.unsentBytes;
      const release = tooMany ? undefined : hold ? hold(request, bytes.length) : ignore;
      if (!release) {
        closeSocket(socket, TOO_MUCH, 'The client does not read what it asks for.');
        resolve();
        return;
      }
      // A failure ends the socket, which its listeners notice.
      socket.send(bytes, { binary: false }, () => {
        release();
        resolve();
      });
    });
}

interface Load {
  readonly running: Set<SubscribePayload>;
  /** How many operations in a row were refused. */
  refused: number;
}

const isRefusal = (outcome: unknown): boolean =>
  Array.isArray(outcome) && outcome.some((error: unknown) => codeOf(error) === 'RATE_LIMITED');

function codeOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return undefined;
  const { originalError, extensions } = error;
  return originalError instanceof CodedError ? originalError.code : extensions['code'];
}

/** Refuses operations beyond the limit before any work on them, and closes sockets that keep asking. */
function withOperationLimit({ protocol, limits, misused }: GraphqlSocketsOptions): SocketProtocol {
  const loads = new WeakMap<SocketExtra, Load>();
  const loadOf = (extra: SocketExtra): Load => {
    const load = loads.get(extra) ?? { running: new Set(), refused: 0 };
    loads.set(extra, load);
    return load;
  };
  return {
    ...protocol,
    onSubscribe: async (context, id, payload) => {
      const load = loadOf(context.extra);
      if (id.length > LONGEST_ID) {
        misused?.(context.extra.request);
        closeSocket(context.extra.socket, CloseCode.BadRequest, 'The id of the operation is too long.');
        return [tooManyOperations(limits.operations)];
      }
      const free = load.running.size < limits.operations;
      if (free) load.running.add(payload);
      const outcome = free
        ? await protocol.onSubscribe?.(context, id, payload)
        : [tooManyOperations(limits.operations)];
      load.refused = isRefusal(outcome) ? load.refused + 1 : 0;
      if (load.refused > limits.operations)
        closeSocket(context.extra.socket, TOO_MUCH, 'Too many operations.');
      return outcome;
    },
    onComplete: (context, id, payload) => {
      loads.get(context.extra)?.running.delete(payload);
      return protocol.onComplete?.(context, id, payload);
    },
    onError: (context, id, payload, errors) => {
      loads.get(context.extra)?.running.delete(payload);
      return protocol.onError?.(context, id, payload, errors);
    },
  };
}

const tooManyOperations = (limit: number): GraphQLError =>
  new GraphQLError(`A socket may have ${limit} operations at a time.`, {
    extensions: { code: 'RATE_LIMITED' },
  });
