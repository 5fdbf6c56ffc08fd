import { print, type DocumentNode } from 'graphql';
import { CLOCK_HEADER } from '@counterstep/primitives';
import { Agent, request, type Dispatcher } from 'undici';
import type { Reading, StepAnswer } from './core/outcome.ts';
import { transportCodes, type StepRequest, type StepTransport } from './transport.ts';

export interface GraphqlTransportOptions {
  /** The base URL of a subgraph, without `/graphql`. */
  readonly urlOf: (subgraph: string) => string;
  /** Headers of every request to a subgraph, such as `authorization`. */
  readonly headers: (
    subgraph: string,
  ) => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /** The agent that keeps the connections and has the certificates. */
  readonly agent?: Dispatcher;
  /** Receives the error that kept a subgraph from answering; customers must not see it. */
  readonly onError?: (subgraph: string, error: unknown) => void;
}

const texts = new WeakMap<DocumentNode, string>();

const textOf = (document: DocumentNode): string => {
  const text = texts.get(document) ?? print(document);
  texts.set(document, text);
  return text;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

type Header = string | string[] | undefined;

/** The participant's clock: services of the platform send theirs to the millisecond, any HTTP server to the second. */
const clockOf = (headers: Readonly<Record<string, Header>>): Reading | undefined => {
  const exact = Date.parse(String(headers[CLOCK_HEADER]));
  if (!Number.isNaN(exact)) return { earliest: exact, latest: exact + 1 };
  const date = Date.parse(String(headers['date']));
  return Number.isNaN(date) ? undefined : { earliest: date, latest: date + 1_000 };
};

/** The wait that a `Retry-After` header asks for, in ms; the header has seconds, or a date by the sender's clock. */
const retryAfterMs = (header: Header, clock: Reading | undefined): number | undefined => {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const ms = /^\d+$/.test(header.trim())
    ? Number(header) * 1000
    : Date.parse(header) - (clock?.earliest ?? Date.now());
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};

const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

type Response = Awaited<ReturnType<typeof request>>;

const answerOf = (subgraph: string, { statusCode, headers }: Response, text: string): StepAnswer => {
  const clock = clockOf(headers);
  const asked = retryAfterMs(headers['retry-after'], clock);
  const told = {
    ...(clock === undefined ? {} : { clock }),
    ...(asked === undefined ? {} : { retryAfterMs: asked }),
  };
  const body = bodyOf(text);
  const errors =
    isObject(body) && Array.isArray(body['errors']) ? (body['errors'] as readonly unknown[]) : [];
  const [first] = errors;
  if (first !== undefined) {
    const { message, extensions } = isObject(first) ? first : {};
    const code = isObject(extensions) ? extensions['code'] : undefined;
    return {
      kind: 'error',
      message: typeof message === 'string' ? message : `${subgraph} answered with an error.`,
      ...(typeof code === 'string' ? { code } : {}),
      ...told,
    };
  }
  const ok = statusCode >= 200 && statusCode < 300;
  if (ok && isObject(body) && isObject(body['data']))
    return { kind: 'data', data: body['data'], ...(clock === undefined ? {} : { clock }) };
  // An answer that is not GraphQL comes from a proxy, or from a subgraph that is out of order.
  const code = ok || statusCode < 500 ? 'MALFORMED_ANSWER' : transportCodes.unreachable;
  return {
    kind: 'error',
    code,
    message: `${subgraph} gave no GraphQL answer (HTTP ${statusCode}).`,
    ...told,
  };
};

/** The default agent; its idle connections do not keep the process alive. */
const plainAgent = new Agent();

/** Sends steps as GraphQL over HTTP, on connections that are kept alive. */
export const createGraphqlTransport = (options: GraphqlTransportOptions): StepTransport => ({
  send: async ({ subgraph, document, variables, correlationId, traceparent, signal }: StepRequest) => {
    try {
      const response = await request(`${options.urlOf(subgraph)}/graphql`, {
        dispatcher: options.agent ?? plainAgent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          'x-correlation-id': correlationId,
          ...(traceparent === undefined ? {} : { traceparent }),
          ...(await options.headers(subgraph)),
        },
        body: JSON.stringify({ query: textOf(document), variables }),
        signal,
      });
      return answerOf(subgraph, response, await response.body.text());
    } catch (error) {
      options.onError?.(subgraph, error);
      return { kind: 'error', code: transportCodes.unreachable, message: `${subgraph} cannot be reached.` };
    }
  },
});
