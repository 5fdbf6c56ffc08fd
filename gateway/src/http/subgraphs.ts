import type { GraphQLDataSource } from '@apollo/gateway';
import { CodedError, type Tls } from '@counterstep/platform';
import { CLIENT_ADDRESS_HEADER, CORRELATION_HEADER, createAgent } from '@counterstep/platform/server';
import type { GraphQLFormattedError } from 'graphql';
import { request as send, type Agent } from 'undici';
import type { GatewayContext } from '../context.ts';
import type { Credentials } from '../identity/credentials.ts';
import { restrictByHeader } from './cache-control.ts';
import { fetchedPaths } from './fetched-paths.ts';

export interface SubgraphsOptions {
  readonly credentials: Credentials;
  /** The certificates for subgraphs that speak TLS. */
  readonly tls: Tls;
  /** Whether calls carry the gateway's own token, so that a refused one is the gateway's fault. */
  readonly signed: boolean;
  readonly connectTimeoutMs: number;
  /** From sending a request to the last byte of its answer. */
  readonly timeoutMs: number;
}

export type SubgraphSource = GraphQLDataSource<GatewayContext & Record<string, unknown>>;

/** The subgraphs by name. Their addresses may move; whoever holds a source or asks again follows. */
export interface Subgraphs {
  /** Says where a subgraph is from now on. */
  locate(name: string, url: string): SubgraphSource;
  urlOf(name: string): string;
  close(): Promise<void>;
}

type SourceOptions = Parameters<SubgraphSource['process']>[0];
type Response = Awaited<ReturnType<SubgraphSource['process']>>;

/** A subgraph did not answer, or not with GraphQL. */
class SubgraphUnavailable extends CodedError {
  constructor(options?: ErrorOptions) {
    super('SERVICE_UNAVAILABLE', 'A service cannot be reached; the fields it owns are null.', options);
  }
}

/** Calls subgraphs over kept connections. One that is down or hangs costs its own fields only. */
export function createSubgraphs(options: SubgraphsOptions): Subgraphs {
  const urls = new Map<string, string>();
  const sources = new Map<string, SubgraphSource>();
  const agent = createAgent(options.tls, options.connectTimeoutMs);
  const urlOf = (name: string): string => {
    const url = urls.get(name);
    if (url === undefined) throw new Error(`There is no subgraph ${name}.`);
    return url;
  };
  return {
    urlOf,
    locate: (name, url) => {
      urls.set(name, url);
      const source = sources.get(name) ?? createSource(name, () => urlOf(name), agent, options);
      sources.set(name, source);
      return source;
    },
    close: () => agent.destroy(),
  };
}

function createSource(
  name: string,
  url: () => string,
  agent: Agent,
  options: SubgraphsOptions,
): SubgraphSource {
  return {
    process: async (call) => {
      try {
        return await post(name, url(), call, agent, options);
      } catch (error) {
        if (!(error instanceof SubgraphUnavailable)) throw error;
        const { log, cachePolicy } = call.context as GatewayContext;
        restrictByHeader(cachePolicy, undefined);
        log.warn({ subgraph: name, err: error.cause }, 'subgraph unavailable');
        return { data: null, errors: unavailable(error, call) };
      }
    },
  };
}

async function post(
  name: string,
  url: string,
  { request: { query, variables, operationName }, context }: SourceOptions,
  agent: Agent,
  { credentials, signed, timeoutMs }: SubgraphsOptions,
): Promise<Response> {
  const { identity, correlationId, clientAddress, cachePolicy } = context as GatewayContext;
  const authorization = await credentials(name, identity);
  const { statusCode, body } = await attempt(async () => {
    const response = await send(url, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        ...identity.propagated,
        'content-type': 'application/json',
        accept: 'application/json',
        [CORRELATION_HEADER]: correlationId,
        [CLIENT_ADDRESS_HEADER]: clientAddress,
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: JSON.stringify({ query, variables, operationName }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.statusCode >= 500) {
      await response.body.dump();
      throw new Error(`HTTP status ${response.statusCode}`);
    }
    restrictByHeader(cachePolicy, response.headers['cache-control']);
    return { statusCode: response.statusCode, body: responseOf(await response.body.json()) };
  });
  if (signed && statusCode === 401) throw new Error('The subgraph refuses the gateway’s token.');
  return body;
}

async function attempt<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new SubgraphUnavailable({ cause });
  }
}

/** @throws {Error} when it is not a GraphQL response. */
function responseOf(json: unknown): Response {
  if (typeof json !== 'object' || json === null || !('data' in json || 'errors' in json))
    throw new Error('The answer is not a GraphQL response.');
  const { data, errors } = json as Response;
  return { ...(data === undefined ? {} : { data }), ...(errors && { errors }) };
}

const unavailable = (error: SubgraphUnavailable, { request }: SourceOptions): GraphQLFormattedError[] =>
  fetchedPaths(request.query ?? '', request.variables).map((path) => ({
    message: error.message,
    path,
    extensions: { code: error.code },
  }));
