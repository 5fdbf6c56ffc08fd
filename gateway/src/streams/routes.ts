import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GRAPHQL_MAX_INT, GraphQLError } from 'graphql';
import { RateLimited } from '@counterstep/service-kit';
import type { GatewayContext } from '../context.ts';
import type { Revocations } from '../identity/revocations.ts';
import type { Identity } from '../identity/sessions.ts';
import { streamResults, type Interrupt } from './distinct.ts';
import { formatOf, multipart, type StreamFormat } from './formats.ts';
import type { OutletLimits } from './outlet.ts';
import type { KindOf, PayloadOf } from './payload.ts';
import { Reservation } from './reservations.ts';
import type { PlanAhead } from '../subscriptions/preparation.ts';
import type { OpenOperation } from './results.ts';

type Release = () => void;

/** The quotas that streams count against, shared with sockets. */
export interface StreamQuotas {
  socket(request: IncomingMessage): Release | string;
  socketOf(identity: Identity): Release | undefined;
  bytes(request: IncomingMessage, amount: number): Release | undefined;
}

export interface StreamOptions {
  readonly quotas: StreamQuotas;
  readonly openOperation: OpenOperation;
  readonly planAhead: PlanAhead;
  readonly payloadOf: PayloadOf;
  readonly kindOf: KindOf;
  readonly revocations: Pick<Revocations, 'watch'>;
  readonly unsentBytes: number;
  readonly stallMs: number;
}

/**
 * Admits an operation of the client that sent the request.
 *
 * @throws {Unauthenticated} when its session is wrong or over.
 * @throws {RateLimited} when it asks too much.
 */
export type AdmitRequest = () => Promise<GatewayContext>;

/** Serves operations as streams. */
export interface Streams {
  /** Answers a request for a stream of one operation; resolves to false for any other request. */
  serve(request: FastifyRequest, reply: FastifyReply, admit: AdmitRequest): Promise<boolean>;
  /** Answers a request about a stream of many operations; resolves to false for any other request. */
  serveReserved(request: FastifyRequest, reply: FastifyReply, admit: AdmitRequest): Promise<boolean>;
  /** Ends all streams in a way that makes their clients connect again. */
  stop(): void;
}

const TOKEN_HEADER = 'x-graphql-event-stream-token';
/** The longest operation id, in characters; each result repeats it. */
const LONGEST_ID = 256;

const refusal = (status: number, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });

interface State {
  readonly running: Set<Interrupt>;
  readonly reservations: Map<string, Reservation>;
  readonly limits: OutletLimits;
}

/** Serves GraphQL over SSE in both of its modes, and Apollo's multipart protocol. */
export function createStreams(options: StreamOptions): Streams {
  const { quotas, unsentBytes, stallMs } = options;
  const state: State = {
    running: new Set(),
    reservations: new Map(),
    limits: { unsentBytes, stallMs, hold: (request, bytes) => quotas.bytes(request, bytes) },
  };
  return {
    serve: async (request, reply, admit) => {
      const format = formatOf(request.headers.accept);
      return format !== undefined && serveDistinct(format, { request, reply, admit }, options, state);
    },
    serveReserved: async (request, reply, admit) => {
      if (request.method === 'PUT') return reserve({ request, reply, admit }, options, state);
      const token = tokenOf(request);
      return token !== undefined && serveReserved(token, { request, reply, admit }, options, state);
    },
    stop: () => {
      for (const interrupt of [...state.running]) interrupt();
    },
  };
}

interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly admit: AdmitRequest;
}

function tokenOf({ headers, query }: FastifyRequest): string | undefined {
  const token = headers[TOKEN_HEADER] ?? (query as Readonly<Record<string, unknown>>)['token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/**
 * The position of the last event that the client has received, from its `Last-Event-ID` header.
 *
 * @throws {GraphQLError} when it is none.
 */
function lastEventOf({ headers }: FastifyRequest): number | undefined {
  const last = headers['last-event-id'];
  if (last === undefined || last === '') return undefined;
  const position = typeof last === 'string' && /^\d{1,10}$/.test(last) ? Number(last) : Infinity;
  if (position > GRAPHQL_MAX_INT) throw refusal(400, 'Last-Event-ID must be the id of an event.');
  return position;
}

/** @throws {RateLimited} when the client has too many sockets and streams. */
function takeSocket(quotas: StreamQuotas, request: IncomingMessage, identity: Identity): Release {
  const ofAddress = quotas.socket(request);
  if (typeof ofAddress === 'string') throw new RateLimited(1);
  const ofIdentity = quotas.socketOf(identity);
  if (ofIdentity)
    return () => {
      ofAddress();
      ofIdentity();
    };
  ofAddress();
  throw new RateLimited(1);
}

async function serveDistinct(
  format: StreamFormat,
  { request, reply, admit }: Call,
  { openOperation, planAhead, payloadOf, kindOf, quotas }: StreamOptions,
  { running, limits }: State,
): Promise<boolean> {
  const payload = payloadOf(request);
  // Multipart clients receive a single result as a plain answer.
  if (format === multipart && kindOf(payload) !== 'subscription') return false;
  if (request.method === 'GET' && kindOf(payload) === 'mutation')
    throw refusal(405, 'Mutations are served over POST.');
  const resumeAfter = lastEventOf(request);
  const context = { ...(await admit()), resumeAfter };
  const release = takeSocket(quotas, request.raw, context.identity);
  try {
    await planAhead(payload, context, reply.raw);
    const { results } = openOperation(payload, context, reply.raw);
    await streamResults(reply, results, format, limits, running);
  } finally {
    release();
  }
  return true;
}

async function reserve(
  { request, reply, admit }: Call,
  { quotas, revocations }: StreamOptions,
  { running, reservations }: State,
): Promise<boolean> {
  const { identity } = await admit();
  const release = takeSocket(quotas, request.raw, identity);
  const reservation = new Reservation(() => {
    unwatch();
    release();
    reservations.delete(reservation.token);
    running.delete(reservation.interrupt);
  });
  const unwatch = revocations.watch(identity, () => {
    // Deferred, so that the last results of its operations are written first.
    setImmediate(reservation.interrupt);
  });
  reservations.set(reservation.token, reservation);
  running.add(reservation.interrupt);
  await reply
    .code(201)
    .type('text/plain; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(reservation.token);
  return true;
}

async function serveReserved(
  token: string,
  call: Call,
  options: StreamOptions,
  { reservations, limits }: State,
): Promise<boolean> {
  const { request, reply } = call;
  const reservation = reservations.get(token);
  if (!reservation) throw refusal(404, 'There is no stream with this token.');
  if (request.method === 'DELETE') {
    const { operationId } = request.query as { readonly operationId?: unknown };
    if (typeof operationId !== 'string') throw refusal(400, 'operationId must be given.');
    reservation.complete(operationId);
    await reply.code(200).send();
    return true;
  }
  if (formatOf(request.headers.accept) !== undefined && request.method === 'GET') {
    if (reservation.opened) throw refusal(409, 'The stream is open already.');
    reservation.open(reply, limits);
    return true;
  }
  await accept(reservation, call, options);
  await reply.code(202).send();
  return true;
}

/** Starts an operation whose results go into an open stream. */
async function accept(
  reservation: Reservation,
  { request, admit }: Call,
  { openOperation, planAhead, payloadOf, kindOf }: StreamOptions,
): Promise<void> {
  const payload = payloadOf(request);
  const id = payload.extensions?.['operationId'];
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID)
    throw refusal(400, `extensions.operationId must be a text of 1 to ${LONGEST_ID} characters.`);
  if (request.method === 'GET' && kindOf(payload) === 'mutation')
    throw refusal(405, 'Mutations are served over POST.');
  const resumeAfter = lastEventOf(request);
  const context = { ...(await admit()), resumeAfter };
  await planAhead(payload, context, reservation);
  if (!reservation.opened) throw refusal(409, 'The stream is not open yet.');
  if (reservation.has(id)) throw refusal(409, 'The stream has an operation with this id already.');
  reservation.run(id, openOperation(payload, context, reservation).results);
}
