import { demoToken, type DemoName } from '@counterstep/schema/demo';
import { createClient } from 'graphql-ws';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';

/** Longer than the gateway waits for anybody. */
const PATIENCE_MS = 20_000;

const agent = new Agent({
  connections: 256,
  connectTimeout: 5_000,
  headersTimeout: PATIENCE_MS,
  bodyTimeout: PATIENCE_MS,
});

interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly correlationId?: string };
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlError[];
}

/** A request had no answer, or an answer with errors. */
export class Unanswered extends Error {
  /** `extensions.code`, `HTTP 502`, or `connection`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const unanswered = ([error]: readonly GraphqlError[]): Unanswered => {
  const { message = 'There is no data.', extensions } = error ?? {};
  const { code = 'no code', correlationId } = extensions ?? {};
  return new Unanswered(code, correlationId === undefined ? message : `${message} (${correlationId})`);
};

const lost = (error: unknown): Unanswered =>
  error instanceof Unanswered ? error : new Unanswered('connection', String(error), { cause: error });

/** Somebody who uses the public endpoint. */
export interface Client {
  /** @throws {Unanswered} when there are errors, or no answer. */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  /**
   * Follows a subscription on a socket of its own until it completes, or the signal ends it.
   *
   * @throws {Unanswered} when it ends in another way.
   */
  follow(
    query: string,
    variables: Record<string, unknown>,
    onData: (data: unknown) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<string> {
  const response = await request(url, { method: 'POST', dispatcher: agent, headers, body });
  const text = await response.body.text();
  if (text.startsWith('{')) return text;
  throw new Unanswered(`HTTP ${response.statusCode}`, text.slice(0, 200));
}

export function createPublicClient(url: string, token?: string): Client {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    ask: async <Data>(query: string, variables: object = {}) => {
      const headers = { 'content-type': 'application/json', ...authorization };
      const text = await post(`${url}/graphql`, JSON.stringify({ query, variables }), headers).catch(
        (error: unknown) => {
          throw lost(error);
        },
      );
      const { data, errors } = JSON.parse(text) as Answer<Data>;
      if (errors !== undefined || data == null) throw unanswered(errors ?? []);
      return data;
    },
    follow: async (query, variables, onData, signal) => {
      const socket = createClient({
        url: `${url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: authorization,
        retryAttempts: 0,
      });
      const leave = (): void => {
        socket.terminate();
      };
      signal.addEventListener('abort', leave, { once: true });
      try {
        for await (const { data, errors } of socket.iterate({ query, variables })) {
          if (errors !== undefined || data == null) throw unanswered(errors ?? []);
          onData(data);
        }
      } catch (error) {
        throw Array.isArray(error) ? unanswered(error as GraphqlError[]) : lost(error);
      } finally {
        signal.removeEventListener('abort', leave);
        await socket.dispose();
      }
    },
  };
}

/** Logs a demo customer in. */
export async function logIn(url: string, name: DemoName): Promise<Client> {
  const anybody = createPublicClient(url);
  const token = await demoToken((query, variables) => anybody.ask(query, variables), name);
  return createPublicClient(url, token);
}
