import type { IncomingMessage } from 'node:http';
import { RateLimited, type Trace } from '@counterstep/service-kit';
import {
  closeSocket,
  correlationIdOf,
  networkOf,
  TOO_MUCH,
  type SocketProtocol,
} from '@counterstep/service-kit/server';
import type { ExecutionArgs, FormattedExecutionResult, GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Admit, CountRefusal } from '../admission.ts';
import type { ResolveDocument } from '../documents/documents.ts';
import type { GatewayContext } from '../context.ts';
import { withCorrelationId, type ErrorExit } from '../http/errors.ts';
import type { Propagate } from '../identity/propagation.ts';
import type { Revocations } from '../identity/revocations.ts';
import type { Identify, Identity } from '../identity/sessions.ts';
import type { Executor } from '../execution.ts';
import { areErrors } from '../operations.ts';
import type { SupergraphSource } from '../supergraph-source.ts';
import type { ClientQuotas } from '../quotas.ts';
import type { PlanAhead, Prepare, Start } from './preparation.ts';
import { unfolded, wrapped } from './wrapping.ts';

export interface ProtocolOptions {
  readonly source: SupergraphSource;
  readonly identify: Identify;
  readonly admit: Admit;
  readonly propagate: Propagate;
  readonly resolveDocument: ResolveDocument;
  readonly countRefusal: CountRefusal;
  readonly executor: Executor;
  readonly exit: ErrorExit;
  readonly quotas: ClientQuotas;
  readonly revocations: Revocations;
  /** Joins the client's trace. */
  readonly join: (traceparent: unknown) => Trace;
  /** Shared by all transports, so that they share subscriptions. */
  readonly prepare: Prepare;
  readonly planAhead: PlanAhead;
}

/** The code that the protocol closes a socket with when its session is invalid. */
const FORBIDDEN = 4403;

/** The queries and mutations that are running. */
export type RunningOperations = Set<SubscribePayload>;

/** Authenticates a socket's client, and executes its operations. */
export function createProtocol(options: ProtocolOptions, running: RunningOperations): SocketProtocol {
  const { identify, admit, countRefusal, exit, quotas, propagate, revocations } = options;
  const identities = new WeakMap<object, Identity>();
  const places = new WeakMap<object, unknown>();
  const contexts = new WeakMap<SubscribePayload, GatewayContext>();
  const { prepare, join } = options;
  const readAhead = createReadAhead(options);
  const start = ({ contextValue }: ExecutionArgs): ReturnType<Start> => (contextValue as Start)();
  return {
    onConnect: async ({ connectionParams, extra }) => {
      try {
        const identity = await identify(authorizationOf(connectionParams, extra.request));
        identities.set(extra, propagate(identity, extra.request.headers, connectionParams));
        places.set(extra, connectionParams?.['traceparent'] ?? extra.request.headers['traceparent']);
        endWithSession(revocations, identity, extra.socket);
        const release = quotas.socketOf(identity);
        if (release) extra.socket.once('close', release);
        else closeSocket(extra.socket, TOO_MUCH, 'Too many sockets of one customer.');
        return release !== undefined;
      } catch {
        countQuietly(originOf(extra), countRefusal);
        return false;
      }
    },
    onSubscribe: async ({ extra }, _id, payload) => {
      try {
        const admitted = admit(required(identities.get(extra)), originOf(extra), correlationOf(payload));
        const context = { ...admitted, trace: join(placeOf(payload) ?? places.get(extra)) };
        contexts.set(payload, context);
        const prepared = prepare(await readAhead(payload, context, extra), context, extra);
        if (!areErrors(prepared) && !prepared.streams) running.add(payload);
        return areErrors(prepared) ? prepared : prepared.args;
      } catch (error) {
        return [wrapped(error)];
      }
    },
    execute: start,
    subscribe: start,
    onComplete: (_context, _id, payload) => {
      running.delete(payload);
    },
    // Results already have their public form; the server would convert them again.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, payload, errors) => presented(errors, payload, contexts.get(payload), exit),
  };
}

/** Resolves an operation's document, and has it checked and planned when the client's turn comes. */
function createReadAhead({ executor, source, resolveDocument, planAhead }: ProtocolOptions) {
  return async (
    payload: SubscribePayload,
    context: GatewayContext,
    within: object,
  ): Promise<SubscribePayload> => {
    const network = networkOf(context.clientAddress);
    const read = async ({ query }: { readonly query: unknown }): Promise<void> => {
      if (typeof query === 'string') await executor.read(source.current, query, network);
    };
    await read(payload);
    const resolved = resolveDocument(payload);
    await read(resolved);
    await planAhead(resolved, context, within);
    return resolved;
  };
}

function presented(
  errors: readonly GraphQLError[],
  payload: SubscribePayload,
  context: GatewayContext | undefined,
  exit: ErrorExit,
) {
  const all = errors.flatMap(unfolded);
  if (context) return exit.presentAll(all, context);
  const correlationId = correlationIdOf(correlationOf(payload));
  return all.map((error) => withCorrelationId(exit.present(error).formatted, correlationId));
}

const placeOf = ({ extensions }: SubscribePayload): unknown => extensions?.['traceparent'];

/** @throws {Unauthenticated} when the session has ended already. */
function endWithSession(
  revocations: Revocations,
  identity: Identity,
  socket: Parameters<typeof closeSocket>[0],
): void {
  revocations.requireUnrevoked(identity);
  const unwatch = revocations.watch(identity, () => {
    // Deferred, so that the last messages of its subscriptions are sent first.
    setImmediate(closeSocket, socket, FORBIDDEN, 'The session has ended.');
  });
  socket.once('close', unwatch);
}

/** Counts a refusal that closes the socket, ignoring that there may have been too many. */
export function countQuietly(origin: IncomingMessage, countRefusal: CountRefusal): void {
  try {
    countRefusal(origin);
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
  }
}

const originOf = ({ request }: { readonly request: IncomingMessage }): IncomingMessage => request;

const correlationOf = ({ extensions }: SubscribePayload): unknown => extensions?.['correlationId'];

function required(identity: Identity | undefined): Identity {
  if (!identity) throw new Error('The socket has no identity.');
  return identity;
}

/** The `authorization` parameter in any letter case, or else the header of the upgrade request. */
function authorizationOf(
  parameters: Readonly<Record<string, unknown>> | undefined,
  { headers }: IncomingMessage,
): string | undefined {
  const entry = Object.entries(parameters ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  return entry ? String(entry[1]) : headers.authorization;
}
