import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { correlationIdOf } from '@counterstep/platform/server';
import {
  GraphQLError,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { GatewayContext } from '../context.ts';
import { withCorrelationId, type ErrorExit } from '../http/errors.ts';
import { remainingMs, type Identify, type Identity } from '../identity/sessions.ts';
import { areErrors, resolveOperation, type Operation, type Variables } from '../operations.ts';
import type { Supergraph } from '../supergraph.ts';
import type { SupergraphSource } from '../supergraph-source.ts';
import type { Admit } from '../admission.ts';
import { Delivery } from './delivery.ts';
import { planSubscription, type SubscriptionPlan } from './plan.ts';
import type { Sharing } from './sharing.ts';
import { SubscriptionFailed } from './upstream.ts';

export interface SocketOptions {
  readonly source: SupergraphSource;
  readonly identify: Identify;
  readonly admit: Admit;
  readonly exit: ErrorExit;
  readonly sharing: Sharing;
  /** The largest message of a client, in bytes. */
  readonly maxMessageBytes: number;
  readonly now: () => number;
}

/** What a client asks for in one message. */
interface SocketOperation {
  readonly supergraph: Supergraph;
  readonly operation: Operation;
  readonly variables: Variables;
  readonly context: GatewayContext;
  readonly document: DocumentNode;
}

/** How long running queries and mutations may take, and then how long clients may take to say goodbye. */
const DRAIN_MS = 3_000;
const GOODBYE_MS = 1_000;

/**
 * Serves all operations over `graphql-transport-ws` at `/graphql`. The connection's parameters may carry the client's
 * session as `authorization`; with a bad one the socket is closed (4403).
 */
export function serveSockets(server: Server, options: SocketOptions): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes });
  const running = new Set<Promise<unknown>>();
  const protocol = useServer<Record<string, unknown>>(protocolOf(options, running), sockets);
  const upgrade = upgradeTo(sockets);
  server.on('upgrade', upgrade);
  return {
    stop: async () => {
      server.off('upgrade', upgrade);
      server.on('upgrade', (_request, socket: Duplex) => {
        refuse(socket, '503 Service Unavailable');
      });
      await within(DRAIN_MS, Promise.allSettled(running));
      const force = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, GOODBYE_MS);
      await protocol.dispose();
      clearTimeout(force);
    },
  };
}

type Protocol = Parameters<typeof useServer<Record<string, unknown>>>[0];

function protocolOf(options: SocketOptions, running: Set<Promise<unknown>>): Protocol {
  const { source, identify, admit, exit } = options;
  const identities = new WeakMap<object, Identity>();
  const contexts = new WeakMap<SubscribePayload, GatewayContext>();
  const planOf = rememberPlans();
  return {
    onConnect: async ({ connectionParams, extra }) => {
      try {
        identities.set(extra, await identify(authorizationOf(connectionParams)));
        return true;
      } catch {
        return false;
      }
    },
    onSubscribe: ({ extra }, _id, payload) => {
      try {
        const identity = identities.get(extra);
        if (!identity) throw new Error('The socket has no identity.');
        const context = admit(identity, extra.request, correlationOf(payload));
        contexts.set(payload, context);
        return resolve(source.current, payload, context);
      } catch (error) {
        return [wrapped(error)];
      }
    },
    execute: (args) => track(running, execute(operationOf(args), exit)),
    subscribe: (args) => subscribe(operationOf(args), planOf, options),
    // Results and errors have their public form already; the protocol's server would convert them otherwise.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, payload, errors) => {
      const context = contexts.get(payload);
      const all = errors.flatMap(unfolded);
      if (context) return exit.presentAll(all, context);
      const correlationId = correlationIdOf(correlationOf(payload));
      return all.map((error) => withCorrelationId(exit.present(error).formatted, correlationId));
    },
  };
}

const correlationOf = ({ extensions }: SubscribePayload): unknown => extensions?.['correlationId'];

/** The `authorization` parameter, in whatever case. */
function authorizationOf(parameters: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const entry = Object.entries(parameters ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  return entry && String(entry[1]);
}

const upgradeTo =
  (sockets: WebSocketServer) =>
  (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url?.split('?', 1)[0] !== '/graphql') {
      refuse(socket, '404 Not Found');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  };

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function resolve(
  supergraph: Supergraph,
  payload: SubscribePayload,
  context: GatewayContext,
): ExecutionArgs | readonly GraphQLError[] {
  const document = supergraph.check(payload.query);
  if (areErrors(document)) return document;
  const variables = payload.variables ?? {};
  const operation = resolveOperation(
    supergraph.schema,
    document,
    payload.operationName ?? undefined,
    variables,
  );
  if (areErrors(operation)) return operation;
  const resolved: SocketOperation = { supergraph, operation, variables, context, document };
  return {
    schema: supergraph.schema,
    document,
    operationName: operation.operation.name?.value ?? null,
    contextValue: resolved,
  };
}

const operationOf = ({ contextValue }: ExecutionArgs): SocketOperation => contextValue as SocketOperation;

async function execute(
  { supergraph, operation, variables, context, document }: SocketOperation,
  exit: ErrorExit,
): Promise<ExecutionResult> {
  const plan = supergraph.plan(document, operation.operation.name?.value);
  const result = await supergraph.execute({ plan, operation, variables, context });
  // The protocol's server takes results with errors in their public form as well.
  return exit.presentResult(result, context) as ExecutionResult;
}

type Planner = (operation: SocketOperation) => SubscriptionPlan;

/** Equal plans are the same object, which is how sharing knows equal subscriptions. */
function rememberPlans(): Planner {
  const plans = new WeakMap<DocumentNode, Map<OperationDefinitionNode, SubscriptionPlan>>();
  return ({ supergraph, document, operation }) => {
    const ofDocument = plans.get(document) ?? new Map<OperationDefinitionNode, SubscriptionPlan>();
    plans.set(document, ofDocument);
    const plan = ofDocument.get(operation.operation) ?? planSubscription(supergraph, document, operation);
    ofDocument.set(operation.operation, plan);
    return plan;
  };
}

function subscribe(operation: SocketOperation, planOf: Planner, { sharing, now }: SocketOptions) {
  const { variables, context } = operation;
  const reader = sharing.subscribe({ plan: planOf(operation), variables, context });
  return new Delivery(reader, remainingMs(context.identity, now())) as AsyncGenerator<ExecutionResult>;
}

const wrapped = (error: unknown): GraphQLError =>
  error instanceof Error
    ? new GraphQLError(error.message, { originalError: error })
    : new GraphQLError(String(error));

/** The errors that one error of an ended subscription stands for. */
const unfolded = (error: GraphQLError): readonly Error[] =>
  error.originalError instanceof SubscriptionFailed ? error.originalError.errors : [error];

function track<T>(running: Set<Promise<unknown>>, operation: Promise<T>): Promise<T> {
  running.add(operation);
  void operation.finally(() => running.delete(operation)).catch(() => undefined);
  return operation;
}

async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
