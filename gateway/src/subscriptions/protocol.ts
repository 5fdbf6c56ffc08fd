import type { IncomingMessage } from 'node:http';
import { noTrace, RateLimited, type Trace } from '@counterstep/service-kit';
import { closeSocket, correlationIdOf, TOO_MUCH, type SocketProtocol } from '@counterstep/service-kit/server';
import {
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Admit, CountRefusal } from '../admission.ts';
import type { ResolveDocument } from '../documents/documents.ts';
import type { GatewayContext } from '../context.ts';
import { withCorrelationId, withTraceId, type ErrorExit } from '../http/errors.ts';
import type { Propagate } from '../identity/propagation.ts';
import type { Revocations } from '../identity/revocations.ts';
import type { Identify, Identity } from '../identity/sessions.ts';
import { isStream, type Executor, type PreparedOperation } from '../execution.ts';
import { areErrors } from '../operations.ts';
import type { SupergraphSource } from '../supergraph-source.ts';
import type { ClientQuotas } from '../quotas.ts';
import { beginSubscription, duringOperation } from '../operation-span.ts';
import type { OpenSubscription } from './opening.ts';
import { planSubscription, type SubscriptionPlan } from './plan.ts';
import { withoutConditions } from './root-field.ts';
import { SubscriptionFailed } from './upstream.ts';

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
  /** The place of a client's work in its trace. */
  readonly join: (traceparent: unknown) => Trace;
  /** The same for all transports, so that they share subscriptions. */
  readonly prepare: Prepare;
}

/** What the protocol closes a socket with whose session is bad. */
const FORBIDDEN = 4403;

/** The queries and mutations that run now. */
export type RunningOperations = Set<SubscribePayload>;

type Started = Promise<ExecutionResult> | AsyncGenerator<ExecutionResult, undefined, undefined>;
export type Start = () => Started;

/** How a socket's client is told who it is, and how its operations are executed. */
export function createProtocol(options: ProtocolOptions, running: RunningOperations): SocketProtocol {
  const { identify, admit, countRefusal, exit, quotas, propagate, resolveDocument, revocations } = options;
  const identities = new WeakMap<object, Identity>();
  const places = new WeakMap<object, unknown>();
  const contexts = new WeakMap<SubscribePayload, GatewayContext>();
  const { prepare, join } = options;
  const start = ({ contextValue }: ExecutionArgs): Started => (contextValue as Start)();
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
    onSubscribe: ({ extra }, _id, payload) => {
      try {
        const admitted = admit(required(identities.get(extra)), originOf(extra), correlationOf(payload));
        const context = { ...admitted, trace: join(placeOf(payload) ?? places.get(extra)) };
        contexts.set(payload, context);
        const prepared = prepare(resolveDocument(payload), context, extra);
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
    // Results have their public form already; the server would convert them otherwise.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, payload, errors) => presented(errors, payload, contexts.get(payload), exit),
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
    // After the messages that its subscriptions end with.
    setImmediate(closeSocket, socket, FORBIDDEN, 'The session has ended.');
  });
  socket.once('close', unwatch);
}

/** Counts what its socket is closed for, whether there were too many or not. */
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

/** The `authorization` parameter, in whatever case; else the header of the request that opened the socket. */
function authorizationOf(
  parameters: Readonly<Record<string, unknown>> | undefined,
  { headers }: IncomingMessage,
): string | undefined {
  const entry = Object.entries(parameters ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  return entry ? String(entry[1]) : headers.authorization;
}

export interface Prepared {
  readonly args: ExecutionArgs;
  /** Whether it has any number of results. */
  readonly streams: boolean;
}

/**
 * Prepares an operation, and takes what it needs of its client's quotas; a subscription begins with it. `within` is the
 * socket, or what else holds several.
 *
 * @throws {RateLimited} when the client has too many.
 */
export type Prepare = (
  payload: SubscribePayload,
  context: GatewayContext,
  within: object,
) => Prepared | readonly GraphQLError[];

export interface PreparationOptions extends Pick<ProtocolOptions, 'source' | 'executor' | 'exit' | 'quotas'> {
  readonly open: OpenSubscription;
}

/** Prepares operations of any transport. */
export function createPreparation({ source, executor, exit, quotas, open }: PreparationOptions): Prepare {
  // Sharing knows equal subscriptions by their plan.
  const subscriptions = new WeakMap<OperationDefinitionNode, Map<string, SubscriptionPlan>>();
  return (payload, admitted, within) => {
    const left = new AbortController();
    const context = { ...admitted, left: left.signal };
    const ready = executor.prepare(source.current, payload, context);
    if (areErrors(ready)) return ready;
    const { supergraph, document, operation, variables } = ready;
    const { operation: definition } = operation;
    const name = definition.name?.value;
    const streams = isStream(ready);
    context.log.info({ kind: definition.operation, operationName: name }, 'operation over a socket');
    const prepared = (start: Start): Prepared => ({
      streams,
      args: { schema: supergraph.schema, document, operationName: name ?? null, contextValue: start },
    });
    if (streams) {
      beginSubscription(ready, context);
      const delivery = open({ ...context, trace: noTrace }, within, () => {
        const plans = subscriptions.get(definition) ?? new Map<string, SubscriptionPlan>();
        subscriptions.set(definition, plans);
        const { document: plain, key } = withoutConditions(
          supergraph.schema,
          document,
          definition,
          variables,
        );
        const plan = plans.get(key) ?? planSubscription(supergraph, plain, operation);
        plans.set(key, plan);
        return { plan, variables };
      });
      return prepared(() => delivery as ReturnType<Start> & typeof delivery);
    }
    const release = quotas.operation(within);
    const execute = (): Promise<ExecutionResult> => resultOf(executor, ready, context, exit).finally(release);
    return prepared(() => singleResult(execute, left, release));
  };
}

const resultOf = (
  executor: Executor,
  prepared: PreparedOperation,
  context: GatewayContext,
  exit: ErrorExit,
): Promise<ExecutionResult> => {
  return duringOperation(prepared, context, async (traced) => {
    const result = await executor
      .execute(prepared, traced)
      .catch((error: unknown) => ({ errors: [wrapped(error)] }));
    return withTraceId(exit.presentResult(result, traced), traced.trace) as ExecutionResult;
  });
};

/**
 * One result as a stream, because that is what the server of the protocol ends when its client leaves. `unused` is
 * called where it leaves before the beginning.
 */
function singleResult(
  execute: () => Promise<ExecutionResult>,
  left: AbortController,
  unused: () => void,
): AsyncGenerator<ExecutionResult, undefined, undefined> {
  let begun = false;
  const done = { done: true, value: undefined } as const;
  const leave = (): Promise<typeof done> => {
    left.abort();
    if (!begun) unused();
    return Promise.resolve(done);
  };
  return {
    next: async () => {
      if (begun) return done;
      begun = true;
      return { done: false, value: await execute() };
    },
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await leave();
    },
  };
}

/** An error as one of GraphQL. */
export const wrapped = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const original = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(original.message, { originalError: original });
};

/** The errors that one error of an ended subscription stands for. */
export const unfolded = (error: GraphQLError): readonly Error[] =>
  error.originalError instanceof SubscriptionFailed ? error.originalError.errors : [error];
