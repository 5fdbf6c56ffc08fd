import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  commonVariables,
  countVariable,
  flagVariable,
  givenVariables,
  millisecondsVariable,
  portVariable,
  readVariables,
  serviceConfig,
  type MetricsConfig,
  type ServiceConfig,
  type TelemetryConfig,
  type LogOutputConfig,
  InvalidConfiguration,
  type TlsConfig,
} from '@counterstep/service-kit';
import { loadKeys } from '@counterstep/identity';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import { documentsOf, documentVariables, type DocumentsConfig } from './documents/config.ts';
import { revocationsOf, revocationVariables } from './identity/config.ts';
import type { RevocationsConfig } from './identity/revocation-source.ts';
import type { OperationLimits } from './http/limits.ts';
import { mayPropagate } from './identity/propagation.ts';
import type { RunLimits } from './http/run.ts';
import type { PlaygroundConfig } from './http/playground.ts';
import type { ClientLimits } from './quotas.ts';
import type { ReconnectPolicy } from './subscriptions/upstream.ts';

/** A gateway's keys. Without them everybody is anonymous, and clients' own `Authorization` headers go to subgraphs. */
export interface GatewayKeys {
  /** Verifies customers' sessions. */
  readonly sessionPublic: JSONWebKeySet;
  /** Signs calls of subgraphs; its `kid` is `gateway`. */
  readonly internalPrivate: JWK;
}

export interface GatewayLimits extends Omit<OperationLimits, 'characters'>, RunLimits {
  /** The highest cost of one operation, as estimated before it is executed. */
  readonly cost: number;
  /** The largest request body or socket message, in bytes. */
  readonly bodyBytes: number;
  /** Operations per identity and minute, expensive ones counted several times; 0 is no limit. */
  readonly operationsPerMinute: number;
  /** How many events a subscription may lag behind. */
  readonly keptEvents: number;
}

export interface GatewayConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly logLevel: string;
  readonly logOutput?: LogOutputConfig | undefined;
  /** The composed SDL, or a file that is read again whenever it changes. */
  readonly supergraph: { readonly sdl: string } | { readonly file: string };
  /** Addresses of subgraphs by name; they override those of the supergraph. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /**
   * Addresses of subgraphs by name, used where the supergraph has only a placeholder (a host that ends in `.invalid`).
   */
  readonly fallbackUrls: Readonly<Record<string, string>>;
  readonly keys: GatewayKeys | undefined;
  /** Certificates shown to clients and to subgraphs; clients themselves need none. */
  readonly tls?: TlsConfig;
  /** Undefined where nothing is traced. */
  readonly telemetry?: TelemetryConfig | undefined;
  /** Whether a client's `traceparent` may also decide which traces are sampled. */
  readonly trustTraceparent?: boolean;
  readonly metrics: MetricsConfig;
  readonly introspection: boolean;
  /** Undefined where there is no GraphiQL. */
  readonly playground: PlaygroundConfig | undefined;
  /** Origins whose pages may call: `*` allows every origin, an empty list none. */
  readonly corsOrigins: readonly string[];
  /** Whether a proxy in front appends the client's address to `X-Forwarded-For`. */
  readonly trustProxy: boolean;
  /** The shortest answer to compress, in bytes; 0 compresses nothing. */
  readonly compressionMinBytes: number;
  readonly documents: DocumentsConfig;
  /** The most operations in one request; fewer than 2 serve no batches. */
  readonly maxBatch: number;
  /** Lower-case names of headers and connection parameters that are passed on to subgraphs. */
  readonly propagatedHeaders: readonly string[];
  /** The subgraph that takes the webhooks of each name; none if absent. */
  readonly webhooks?: Readonly<Record<string, string>>;
  /** How long a client of a stream may read nothing while data waits for it, in milliseconds. */
  readonly streamStallMs: number;
  /** Error codes of subgraphs that clients may see in addition to the registered ones. */
  readonly publicErrorCodes: readonly string[];
  readonly limits: GatewayLimits;
  readonly clients: ClientLimits;
  readonly subgraphTimeouts: {
    readonly connectMs: number;
    readonly requestMs: number;
    /** How long a subgraph may stay silent while calls wait before it is probed. */
    readonly silenceMs: number;
  };
  readonly reconnect: ReconnectPolicy;
  /** If undefined, access tokens stay good until they expire. */
  readonly revocations?: RevocationsConfig | undefined;
}

const listVariable = (fallback: string, meaning: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => text.split(',').flatMap((item) => item.trim() || []))
    .describe(meaning);

/** `name=subgraph`: lower-case letters, digits and dashes, and the name of a subgraph. */
const WEBHOOK = /^([a-z0-9-]{1,32})=([a-z][\w-]{0,63})$/i;

const webhooksVariable = listVariable(
  '',
  'Where webhooks of third parties go, as `name=subgraph`, separated by commas: what is posted to `/webhooks/<name>` goes on to `/webhook` of the subgraph, byte for byte.',
)
  .refine(
    (routes) => routes.every((route) => WEBHOOK.test(route)),
    'must be name=subgraph, separated by commas',
  )
  .transform((routes) =>
    Object.fromEntries(routes.map((route) => route.split('=', 2) as [name: string, subgraph: string])),
  );

const clientVariables = (development: boolean) => ({
  CORS_ORIGIN: listVariable(
    development ? '*' : '',
    'The origins whose pages may call and open sockets, separated by commas; `*` is every one. In production none.',
  ),
  TRUST_PROXY: flagVariable(
    false,
    'Whether the last `X-Forwarded-For` and `X-Forwarded-Proto` are the client’s.',
  ),
  TRUST_TRACEPARENT: flagVariable(
    false,
    'Whether the `traceparent` of a client also decides that its trace is sampled; for a gateway behind one that is trusted.',
  ),
  COMPRESSION_MIN_BYTES: countVariable(
    4_096,
    'The shortest answer to compress, in bytes; 0 compresses nothing.',
  ),
  ...documentVariables,
  WEBHOOKS: webhooksVariable,
  MAX_BATCH: countVariable(
    0,
    'The most operations in one request, each counted; fewer than 2 serve no batches.',
  ),
  STREAM_STALL_MS: millisecondsVariable(
    15_000,
    'How long a client of a stream over HTTP may read nothing while something waits for it',
  ),
  PROPAGATED_HEADERS: listVariable(
    '',
    'Headers, and parameters of sockets, that go on to subgraphs as they are, separated by commas.',
  )
    .transform((names) => names.map((name) => name.toLowerCase()))
    .refine(
      (names) => names.every(mayPropagate),
      'must not name headers of a connection, a body or the gateway',
    ),
});

const quotaVariables = {
  REQUEST_TIMEOUT_MS: millisecondsVariable(15_000, 'How long a request may take to arrive'),
  MAX_CONNECTIONS: countVariable(10_000, 'Connections at a time; 0 is no limit, here and below.'),
  MAX_CONNECTIONS_PER_ADDRESS: countVariable(
    2_500,
    'Connections of one address (IPv6: of one /64); not with TRUST_PROXY.',
  ),
  MAX_SOCKETS_PER_ADDRESS: countVariable(2_000, 'WebSockets of one address.'),
  MAX_SOCKETS_PER_IDENTITY: countVariable(2_000, 'WebSockets of one customer.'),
  MAX_SUBSCRIPTIONS_PER_ADDRESS: countVariable(2_000, 'Subscriptions of one address.'),
  MAX_SUBSCRIPTIONS_PER_IDENTITY: countVariable(2_000, 'Subscriptions of one customer.'),
  MAX_SUBSCRIPTIONS_PER_SOCKET: countVariable(1_000, 'Subscriptions of one WebSocket.'),
  MAX_OPERATIONS_PER_SOCKET: countVariable(200, 'Queries and mutations of one WebSocket at a time.'),
  MAX_RUNNING_OPERATIONS_PER_ADDRESS: countVariable(
    512,
    'The most operations of one address that work at a time, one more counted for every 100 of cost; fewer while the gateway is busy. Others of it wait.',
  ),
  MAX_RUNNING_OPERATIONS: countVariable(
    64,
    'Operations of all addresses together that work at a time, where several have some: shared evenly, at least 8 each.',
  ),
  MAX_WAITING_OPERATIONS_PER_ADDRESS: countVariable(2_000, 'Operations of one address that may wait.'),
  MAX_UNSENT_BYTES: countVariable(4_194_304, 'Bytes of answers that a WebSocket has not read.'),
  MAX_UNSENT_BYTES_PER_ADDRESS: countVariable(67_108_864, 'Bytes of answers that an address has not read.'),
};

const limitVariables = {
  MAX_DEPTH: countVariable(15, 'The most levels of fields in an operation.'),
  MAX_ALIASES: countVariable(50, 'The most aliases in an operation.'),
  MAX_SELECTIONS: countVariable(1_000, 'The most selected fields in an operation, fragments expanded.'),
  MAX_CONDITIONS: countVariable(
    100,
    'The most combinations of variables on which `@include` and `@skip` make selections of an operation depend.',
  ),
  MAX_TOKENS: countVariable(10_000, 'The most lexical tokens in a document.'),
  MAX_BODY_BYTES: countVariable(262_144, 'The largest request body.'),
  MAX_COST: countVariable(
    100_000,
    'The most that an operation may cost: objects, times the sizes of the lists that they stand in.',
  ),
  MAX_ANSWER_BYTES: countVariable(
    16_777_216,
    'What the subgraphs may answer to one operation together, and what its client is answered, in bytes.',
  ),
  OPERATION_TIMEOUT_MS: millisecondsVariable(
    20_000,
    'How long an operation may take; what is not answered by then is null',
  ),
  MAX_OPERATIONS_PER_MINUTE: countVariable(
    120_000,
    'Operations of one identity, or of one address without a session, in a minute; one more is counted for every 250 of cost; 0 is no limit.',
  ),
  MAX_KEPT_EVENTS: countVariable(1_000, 'How many events a client may lag behind in a subscription.'),
};

const variables = (development: boolean) => ({
  ...commonVariables,
  PORT: portVariable(4000),
  SUPERGRAPH_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('The supergraph to serve, read again when it changes; by default the one of this project.'),
  INTROSPECTION: flagVariable(development, 'Whether clients may ask for the schema; off in production.'),
  GRAPHIQL: flagVariable(development, 'Whether browsers get GraphiQL at `/graphql`; off in production.'),
  ...clientVariables(development),
  PUBLIC_ERROR_CODES: listVariable(
    '',
    'Further error codes of subgraphs that clients may see, separated by commas.',
  ),
  ...limitVariables,
  SUBGRAPH_CONNECT_TIMEOUT_MS: millisecondsVariable(2_000, 'How long connecting to a subgraph may take'),
  SUBGRAPH_TIMEOUT_MS: millisecondsVariable(15_000, 'How long a subgraph may take to answer'),
  SUBGRAPH_SILENCE_MS: millisecondsVariable(
    1_000,
    'How long a subgraph may say nothing, while calls wait, before it is probed; one that leaves a probe unanswered for 2 s costs its fields no more time until it answers again',
  ),
  ...quotaVariables,
  ...revocationVariables,
  SUBSCRIPTION_GIVE_UP_MS: millisecondsVariable(
    60_000,
    'How long a subgraph may be away before its subscriptions fail',
  ),
});

/** The variables that the gateway reads, in addition to `<NAME>_URL` for each subgraph. */
export const gatewayVariables = variables(true);

/** Where this project's subgraphs listen when they run alone; its supergraph has only placeholders. */
const fallbackUrls = Object.fromEntries(
  Object.entries({
    orders: 8000,
    inventory: 8001,
    payments: 8002,
    shipping: 8003,
    notifications: 8004,
    catalog: 8005,
    customers: 8006,
    coordinator: 9000,
  }).map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`]),
);

const ownSupergraph = fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url));

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the gateway's configuration from environment variables.
 *
 * @throws {InvalidConfiguration} when a variable is wrong, or keys are missing in production.
 */
export async function readGatewayConfig(environment: Environment = process.env): Promise<GatewayConfig> {
  const values = readVariables(variables(environment['NODE_ENV'] !== 'production'), environment);
  const service = serviceConfig(values);
  const foreign = isForeign(values.SUPERGRAPH_FILE);
  return {
    host: service.host,
    port: service.port,
    logLevel: service.logLevel,
    logOutput: service.logOutput,
    supergraph: { file: values.SUPERGRAPH_FILE ?? ownSupergraph },
    subgraphUrls: givenUrls(environment),
    fallbackUrls,
    keys: await keysOf(service, foreign),
    tls: service.tls,
    telemetry: service.telemetry,
    trustTraceparent: values.TRUST_TRACEPARENT,
    metrics: service.metrics,
    revocations: revocationsOf(values, foreign),
    introspection: values.INTROSPECTION,
    playground: values.GRAPHIQL ? {} : undefined,
    corsOrigins: values.CORS_ORIGIN,
    trustProxy: values.TRUST_PROXY,
    compressionMinBytes: values.COMPRESSION_MIN_BYTES,
    documents: documentsOf(values),
    maxBatch: values.MAX_BATCH,
    propagatedHeaders: values.PROPAGATED_HEADERS,
    webhooks: values.WEBHOOKS,
    streamStallMs: values.STREAM_STALL_MS,
    publicErrorCodes: values.PUBLIC_ERROR_CODES,
    limits: limitsOf(values),
    clients: clientLimitsOf(values),
    subgraphTimeouts: {
      connectMs: values.SUBGRAPH_CONNECT_TIMEOUT_MS,
      requestMs: values.SUBGRAPH_TIMEOUT_MS,
      silenceMs: values.SUBGRAPH_SILENCE_MS,
    },
    reconnect: { firstDelayMs: 100, longestDelayMs: 5_000, giveUpMs: values.SUBSCRIPTION_GIVE_UP_MS },
  };
}

const limitsOf = (values: Readonly<Record<keyof typeof limitVariables, number>>): GatewayLimits => ({
  depth: values.MAX_DEPTH,
  aliases: values.MAX_ALIASES,
  selections: values.MAX_SELECTIONS,
  conditions: values.MAX_CONDITIONS,
  tokens: values.MAX_TOKENS,
  bodyBytes: values.MAX_BODY_BYTES,
  cost: values.MAX_COST,
  answerBytes: values.MAX_ANSWER_BYTES,
  deadlineMs: values.OPERATION_TIMEOUT_MS,
  operationsPerMinute: values.MAX_OPERATIONS_PER_MINUTE,
  keptEvents: values.MAX_KEPT_EVENTS,
});

type QuotaValues = Readonly<Record<keyof typeof quotaVariables, number>>;

const clientLimitsOf = (values: QuotaValues): ClientLimits => ({
  connections: values.MAX_CONNECTIONS,
  connectionsPerAddress: values.MAX_CONNECTIONS_PER_ADDRESS,
  requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
  socketsPerAddress: values.MAX_SOCKETS_PER_ADDRESS,
  socketsPerIdentity: values.MAX_SOCKETS_PER_IDENTITY,
  subscriptionsPerAddress: values.MAX_SUBSCRIPTIONS_PER_ADDRESS,
  subscriptionsPerIdentity: values.MAX_SUBSCRIPTIONS_PER_IDENTITY,
  subscriptionsPerSocket: values.MAX_SUBSCRIPTIONS_PER_SOCKET,
  operationsPerSocket: values.MAX_OPERATIONS_PER_SOCKET,
  runningPerAddress: values.MAX_RUNNING_OPERATIONS_PER_ADDRESS,
  runningTogether: values.MAX_RUNNING_OPERATIONS,
  waitingPerAddress: values.MAX_WAITING_OPERATIONS_PER_ADDRESS,
  unsentBytes: values.MAX_UNSENT_BYTES,
  unsentBytesPerAddress: values.MAX_UNSENT_BYTES_PER_ADDRESS,
});

/** Reads `<NAME>_URL` variables: `ORDERS_URL` is the address of the subgraph `orders`. */
function givenUrls(environment: Environment): Record<string, string> {
  const urls = Object.entries(givenVariables(environment)).flatMap(([variable, url]) => {
    const name = /^([A-Z0-9_]+)_URL$/.exec(variable)?.[1];
    return name && url ? [[name.toLowerCase(), url] as const] : [];
  });
  return Object.fromEntries(urls);
}

/** Whether the file is another project's supergraph; this project's has placeholders for addresses. */
function isForeign(file: string | undefined): boolean {
  if (file === undefined) return false;
  try {
    return !/@join__graph\([^)]*\.invalid\b/.test(readFileSync(file, 'utf8'));
  } catch {
    // Loading the supergraph reports what is wrong with the file.
    return true;
  }
}

/** The gateway's keys: required for this project's supergraph, optional for a foreign one. */
async function keysOf(service: ServiceConfig, foreign: boolean): Promise<GatewayKeys | undefined> {
  const { sessionPublic, internalPrivate } = service.keys;
  if (sessionPublic && internalPrivate)
    return { sessionPublic: sessionPublic as JSONWebKeySet, internalPrivate };
  if (foreign && !sessionPublic && !internalPrivate) return undefined;
  if (service.environment === 'production')
    throw new InvalidConfiguration('SESSION_PUBLIC_KEYS and INTERNAL_PRIVATE_KEY must be set in production.');
  const keys = await loadKeys(service.keys, service.dataDir, 'gateway', false);
  if (!keys.internalPrivate) throw new InvalidConfiguration('INTERNAL_PRIVATE_KEY must be set.');
  return { sessionPublic: keys.sessionPublic, internalPrivate: keys.internalPrivate };
}
