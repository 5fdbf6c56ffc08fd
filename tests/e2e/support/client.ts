import { DEMO_PASSWORD, demoToken, type DemoName } from '@counterstep/schema/demo';
import { createClient, type Client as SocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export { DEMO_PASSWORD as PASSWORD };

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly correlationId?: string };
}

export interface Answer<Data> {
  readonly data: Data | null;
  readonly errors?: readonly GraphqlError[];
}

/** An operation was answered with errors. */
export class OperationFailed extends Error {
  readonly errors: readonly GraphqlError[];

  constructor(errors: readonly GraphqlError[]) {
    super(`Unexpected errors: ${JSON.stringify(errors)}`);
    this.errors = errors;
  }
}

/** Somebody who uses the public endpoint, logged in or not. */
export interface Client {
  /** The access token that it sends. */
  readonly token: string | undefined;
  /** Sends an operation over HTTP. */
  send<Data>(query: string, variables?: object): Promise<Answer<Data>>;
  /**
   * Sends an operation over HTTP and answers its data.
   *
   * @throws {OperationFailed} when there are errors.
   */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  /**
   * Follows a subscription over WebSocket until it completes, or until the loop is left; queries and mutations too.
   *
   * @throws {OperationFailed} when there are errors.
   * @throws {CloseEvent} when the socket is closed.
   */
  follow<Data>(query: string, variables?: object): AsyncGenerator<Data, void>;
  /** Follows like `follow`, and leaves errors where they are. */
  results<Data>(query: string, variables?: object): AsyncGenerator<Answer<Data>, void>;
  /** Ends the client's socket, and whatever follows over it; the next subscription opens a new one. */
  close(): Promise<void>;
}

/** The errors with which an operation fails; rejects when it does not, or in another way. */
export async function failureOf(operation: Promise<unknown>): Promise<readonly GraphqlError[]> {
  const outcome = await operation.catch((error: unknown) => error);
  if (outcome instanceof OperationFailed) return outcome.errors;
  throw outcome instanceof Error ? outcome : new Error(`It did not fail: ${JSON.stringify(outcome)}`);
}

export function createGraphqlClient(url: string, token?: string): Client {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  let socket: SocketClient | undefined;
  const send = async <Data>(query: string, variables: object = {}): Promise<Answer<Data>> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<Data>;
  };
  async function* results<Data>(query: string, variables: object = {}): AsyncGenerator<Answer<Data>, void> {
    socket ??= createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: authorization,
      retryAttempts: 0,
    });
    try {
      for await (const result of socket.iterate<Data>({ query, variables: { ...variables } }))
        yield result as Answer<Data>;
    } catch (error) {
      throw Array.isArray(error) ? new OperationFailed(error as GraphqlError[]) : error;
    }
  }
  return {
    token,
    send,
    ask: async <Data>(query: string, variables?: object) => {
      const { data, errors } = await send<Data>(query, variables);
      if (errors !== undefined || data === null) throw new OperationFailed(errors ?? []);
      return data;
    },
    results,
    async *follow<Data>(query: string, variables?: object) {
      for await (const { data, errors } of results<Data>(query, variables)) {
        if (errors !== undefined || data == null) throw new OperationFailed(errors ?? []);
        yield data;
      }
    },
    close: async () => {
      const closed = socket;
      socket = undefined;
      await closed?.dispose();
    },
  };
}

/** Logs a demo customer in, such as `ada`. */
export async function logIn(url: string, name: DemoName): Promise<Client> {
  const anybody = createGraphqlClient(url);
  const token = await demoToken((query, variables) => anybody.ask(query, variables), name);
  return createGraphqlClient(url, token);
}
