import type { GraphQLDataSource } from '@apollo/gateway';
import { CodedError, type Tls, type Trace, type Logger } from '@counterstep/service-kit';
import {
  CLIENT_ADDRESS_HEADER,
  CORRELATION_HEADER,
  createAgent,
  NOT_TAKEN_HEADER,
} from '@counterstep/service-kit/server';
import type { GraphQLFormattedError } from 'graphql';
import { request as send } from 'undici';
import type { GatewayContext } from '../context.ts';
import type { Credentials } from '../identity/credentials.ts';
import { anonymous } from '../identity/sessions.ts';
import { restrictByHeader } from './cache-control.ts';
import { callThrough, createCircuit, NotTaken, type Circuit } from './circuit.ts';
import { fetchedPaths } from './fetched-paths.ts';
import { RunEnded } from './run.ts';

export interface SubgraphsOptions {
  readonly credentials: Credentials;
  /** The certificates for subgraphs that speak TLS. */
  readonly tls: Tls;
  /** Whether calls carry the gateway's own token, so that a refused one is the gateway's fault. */
  readonly signed: boolean;
  readonly connectTimeoutMs: number;
  /** The time from sending a request to the last byte of its answer. */
  readonly timeoutMs: number;
  /** How long a subgraph may stay silent while calls wait before it is probed. */
  readonly silenceMs: number;
  readonly log: Logger;
}

export type SubgraphSource = GraphQLDataSource<GatewayContext & Record<string, unknown>>;

/** The subgraphs by name. Their addresses may change, and sources already handed out use the new ones. */
export interface Subgraphs {
  /** Sets a subgraph's address from now on. */
  locate(name: string, url: string): SubgraphSource;
  urlOf(name: string): string;
  /**
   * Posts bytes to a path beside a subgraph's endpoint.
   *
   * @throws {Error} when it does not answer in time, or with more than a few lines.
   */
  forward(
    name: string,
    path: string,
    request: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer },
  ): Promise<Forwarded>;
  close(): Promise<void>;
}

/** What a subgraph answers to posted bytes. */
export interface Forwarded {
  readonly status: number;
  readonly text: string;
}

/** The longest answer to posted bytes, in bytes. */
const MAX_FORWARDED_ANSWER = 4_096;

type SourceOptions = Parameters<SubgraphSource['process']>[0];
type Response = Awaited<ReturnType<SubgraphSource['process']>>;

/** A subgraph did not answer, or its answer is not GraphQL. */
class SubgraphUnavailable extends CodedError {
  constructor(options?: ErrorOptions) {
    super('SERVICE_UNAVAILABLE', 'A service cannot be reached; the fields it owns are null.', options);
  }
}

/** Calls subgraphs over kept-alive connections. One that is down or hangs fails only its own fields. */
export function createSubgraphs(options: SubgraphsOptions): Subgraphs {
  const urls = new Map<string, string>();
  const sources = new Map<string, SubgraphSource>();
  const circuits: Circuit[] = [];
  const agent = createAgent(options.tls, options.connectTimeoutMs);
  const urlOf = (name: string): string => {
    const url = urls.get(name);
    if (url === undefined) throw new Error(`There is no subgraph ${name}.`);
    return url;
  };
  const create = (name: string): SubgraphSource => {
    const post: Post = (body, headers, signal) =>
      send(urlOf(name), { ...body, headers, signal, dispatcher: agent });
    const circuit = createCircuit({
      probe: (signal) => answersNow(name, post, options, signal),
      changed: (open) => {
        options.log.warn({ subgraph: name }, open ? 'subgraph is silent' : 'subgraph answers again');
      },
      silenceMs: options.silenceMs,
      probeMs: PROBE_MS,
    });
    circuits.push(circuit);
    return createSource(name, post, circuit, options);
  };
  return {
    urlOf,
    locate: (name, url) => {
      urls.set(name, url);
      const source = sources.get(name) ?? create(name);
      sources.set(name, source);
      return source;
    },
    forward: async (name, path, { headers, body }) => {
      const signal = AbortSignal.timeout(options.timeoutMs);
      const url = new URL(path, urlOf(name));
      const answer = await send(url, { method: 'POST', headers, body, signal, dispatcher: agent });
      let received = 0;
      const text = await textOf(answer.body, (bytes) => {
        received += bytes;
        if (received > MAX_FORWARDED_ANSWER) throw new Error('The answer is too long.');
      });
      return { status: answer.statusCode, text };
    },
    close: () => {
      for (const circuit of circuits) circuit.close();
      return agent.destroy();
    },
  };
}

type Headers = Readonly<Record<string, string>>;
type Post = (
  request: { readonly method: 'POST'; readonly body: string },
  headers: Headers,
  signal: AbortSignal,
) => ReturnType<typeof send>;

/** How long a probe may take. */
const PROBE_MS = 2_000;

/** Whether a subgraph answers at all, with whatever answer. */
async function answersNow(
  name: string,
  post: Post,
  { credentials }: SubgraphsOptions,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const headers = headersOf(await credentials(name, anonymous));
    const body = JSON.stringify({ query: '{ __typename }' });
    const response = await post({ method: 'POST', body }, headers, signal);
    await response.body.dump();
    return true;
  } catch {
    return false;
  }
}

const headersOf = (authorization: string | undefined): Headers => ({
  'content-type': 'application/json',
  accept: 'application/json',
  ...(authorization === undefined ? {} : { authorization }),
});

function createSource(name: string, post: Post, circuit: Circuit, options: SubgraphsOptions): SubgraphSource {
  return {
    process: async (call) => {
      const { log, run, cachePolicy } = call.context as GatewayContext;
      try {
        if (run?.signal.aborted) throw run.signal.reason;
        return await traced(name, call, (trace) => fetched(name, post, { ...call, trace }, circuit, options));
      } catch (error) {
        if (!(error instanceof SubgraphUnavailable) && !(error instanceof RunEnded)) throw error;
        restrictByHeader(cachePolicy, undefined);
        log.warn({ subgraph: name, err: error.cause ?? error }, 'subgraph unavailable');
        return { data: null, errors: unavailable(error, call) };
      }
    },
  };
}

/** Traces a call of a subgraph as a span; errors inside the subgraph's answer do not fail the span. */
function traced(
  name: string,
  { context, request }: SourceOptions,
  work: (trace: Trace) => Promise<Response>,
): Promise<Response> {
  const attributes = {
    'counterstep.subgraph': name,
    'http.request.method': 'POST',
    'graphql.operation.name': request.operationName,
  };
  return (context as GatewayContext).trace.during(`fetch ${name}`, { kind: 'CLIENT', attributes }, work);
}

async function fetched(
  name: string,
  post: Post,
  { request: { query, variables, operationName }, context, trace }: SourceOptions & { readonly trace: Trace },
  circuit: Circuit,
  { credentials, signed, timeoutMs }: SubgraphsOptions,
): Promise<Response> {
  const { identity, correlationId, clientAddress, cachePolicy, run } = context as GatewayContext;
  const headers = {
    ...identity.propagated,
    ...headersOf(await credentials(name, identity)),
    [CORRELATION_HEADER]: correlationId,
    [CLIENT_ADDRESS_HEADER]: clientAddress,
    ...(trace.traceparent === undefined ? {} : { traceparent: trace.traceparent }),
  };
  const body = JSON.stringify({ query, variables, operationName });
  const tooLate = AbortSignal.timeout(timeoutMs);
  const ends = run ? [tooLate, run.signal] : [tooLate];
  try {
    return await callThrough(
      circuit,
      async (call) => {
        const signal = AbortSignal.any([...ends, call.signal]);
        const response = await post({ method: 'POST', body }, headers, signal);
        call.heard();
        if (response.statusCode >= 500) {
          await response.body.dump();
          if (response.headers[NOT_TAKEN_HEADER] !== undefined) throw new NotTaken();
          throw new Error(`HTTP status ${response.statusCode}`);
        }
        restrictByHeader(cachePolicy, response.headers['cache-control']);
        const text = await textOf(response.body, (bytes) => {
          call.heard();
          run?.receive(bytes);
        });
        if (signed && response.statusCode === 401) throw new TokenRefused();
        return responseOf(JSON.parse(text));
      },
      { isLate: () => tooLate.aborted, repeatable: !isMutation(query) },
    );
  } catch (cause) {
    if (run?.signal.aborted) throw run.signal.reason;
    if (cause instanceof TokenRefused) throw cause;
    throw new SubgraphUnavailable({ cause });
  }
}

/** Whether a planned query is a mutation: the planner always writes the keyword first. */
const isMutation = (query: string | undefined): boolean => query?.startsWith('mutation') ?? true;

/**
 * A subgraph refused the gateway's own token: the gateway is at fault, so clients are not told that a service is away.
 */
class TokenRefused extends Error {
  constructor() {
    super('The subgraph refuses the gateway’s token.');
  }
}

async function textOf(body: AsyncIterable<Buffer>, receive: (bytes: number) => void): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) {
    receive(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** @throws {Error} when it is not a GraphQL response. */
function responseOf(json: unknown): Response {
  if (typeof json !== 'object' || json === null || !('data' in json || 'errors' in json))
    throw new Error('The answer is not a GraphQL response.');
  const { data, errors } = json as Response;
  return { ...(data === undefined ? {} : { data }), ...(errors && { errors }) };
}

const unavailable = (error: CodedError, { request }: SourceOptions): GraphQLFormattedError[] =>
  fetchedPaths(request.query ?? '', request.variables).map((path) => ({
    message: error.message,
    path,
    extensions: { code: error.code },
  }));
