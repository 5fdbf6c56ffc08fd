import { createClient, type Client as SocketClient } from 'graphql-ws';
import { request, type Dispatcher } from 'undici';
import { WebSocket } from 'ws';
import { answerOf, dataOf, NoAnswer, OperationFailed, withCodes, type GraphqlAnswer } from './answer.ts';

export interface GraphqlClientOptions {
  /** The server's base URL, without `/graphql`. */
  readonly url: string;
  /** The access token that each operation carries. */
  readonly token?: string | undefined;
  /** How long an answer over HTTP may take, in ms; default: 20000. */
  readonly timeoutMs?: number;
  /** The dispatcher for HTTP connections; default: undici's global one. */
  readonly dispatcher?: Dispatcher;
}

/** A client of a GraphQL endpoint, logged in or not. */
export interface GraphqlClient {
  /** The access token that the client sends. */
  readonly token: string | undefined;
  /**
   * Sends an operation over HTTP.
   *
   * @throws {NoAnswer} if no GraphQL answer comes in time.
   */
  send<Data>(query: string, variables?: object): Promise<GraphqlAnswer<Data>>;
  /**
   * Sends an operation over HTTP, and resolves to its data.
   *
   * @throws {OperationFailed} if there are errors, or no data.
   * @throws {NoAnswer} if no GraphQL answer comes in time.
   */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  /**
   * Follows a subscription, or runs a query or mutation, over WebSocket, until it completes or the caller leaves the
   * loop.
   *
   * @throws {OperationFailed} if there are errors, or no data.
   * @throws {CloseEvent} if the socket is closed.
   */
  follow<Data>(query: string, variables?: object): AsyncGenerator<Data, void>;
  /** Follows like `follow`, but yields results with their errors. */
  results<Data>(query: string, variables?: object): AsyncGenerator<GraphqlAnswer<Data>, void>;
  /** Cuts the client's socket at once, without closing it properly. */
  readonly terminate: () => void;
  /** Closes the client's socket, which ends its subscriptions; the next subscription opens a new one. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 20_000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const whyOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
};

/** Creates a client, which connects at its first operation. */
export function createGraphqlClient(options: GraphqlClientOptions): GraphqlClient {
  const { token } = options;
  const send = <Data>(query: string, variables: object = {}) => post<Data>(options, { query, variables });
  let socket: SocketClient | undefined;
  async function* results<Data>(query: string, variables: object = {}) {
    socket ??= openSocket(options);
    try {
      for await (const result of socket.iterate<Data>({ query, variables: { ...variables } }))
        yield answerOf<Data>(result) ?? { data: null };
    } catch (error) {
      throw Array.isArray(error) ? new OperationFailed(withCodes(error as [])) : error;
    }
  }
  return {
    token,
    send,
    ask: async <Data>(query: string, variables?: object) => dataOf(await send<Data>(query, variables)),
    results,
    async *follow<Data>(query: string, variables?: object) {
      for await (const result of results<Data>(query, variables)) yield dataOf(result);
    },
    terminate: () => {
      socket?.terminate();
    },
    close: async () => {
      const closed = socket;
      socket = undefined;
      await closed?.dispose();
    },
  };
}

const authorizationOf = ({ token }: GraphqlClientOptions): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

const openSocket = (options: GraphqlClientOptions): SocketClient =>
  createClient({
    url: `${options.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: authorizationOf(options),
    retryAttempts: 0,
  });

/**
 * Posts an operation.
 *
 * @throws {NoAnswer} if no GraphQL answer comes in time.
 */
async function post<Data>(options: GraphqlClientOptions, body: object): Promise<GraphqlAnswer<Data>> {
  const { url, timeoutMs = TIMEOUT_MS, dispatcher } = options;
  const { status, text } = await exchange(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorizationOf(options) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
    ...(dispatcher && { dispatcher }),
  });
  const answer = answerOf<Data>(parsed(text));
  if (answer === undefined)
    throw new NoAnswer(`${url}/graphql answers with HTTP ${status}, and not with GraphQL.`, status);
  return answer;
}

async function exchange(url: string, options: Parameters<typeof request>[1]) {
  try {
    const { statusCode: status, body } = await request(url, options);
    return { status, text: await body.text() };
  } catch (error) {
    throw new NoAnswer(`${url} cannot be reached: ${whyOf(error)}`, undefined, { cause: error });
  }
}
