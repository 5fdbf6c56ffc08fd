import { createGraphqlClient, OperationFailed, NoAnswer } from '@counterstep/graphql-client';
import { demoToken, type DemoName } from '@counterstep/schema/demo';
import { Agent } from 'undici';

/** How long a request may take, in ms: longer than the gateway waits for any service. */
const REQUEST_TIMEOUT_MS = 20_000;

const agent = new Agent({
  connections: 256,
  connectTimeout: 5_000,
  headersTimeout: REQUEST_TIMEOUT_MS,
  bodyTimeout: REQUEST_TIMEOUT_MS,
});

/** A request had no answer, or an answer with errors. */
export class Unanswered extends Error {
  /** `extensions.code`, `HTTP 502`, or `connection`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

function unanswered(error: unknown): Unanswered {
  if (error instanceof OperationFailed) {
    const { correlationId } = error.errors[0]?.extensions ?? {};
    const message = correlationId === undefined ? error.message : `${error.message} (${correlationId})`;
    return new Unanswered(error.code, message);
  }
  const code =
    error instanceof NoAnswer && error.status !== undefined ? `HTTP ${error.status}` : 'connection';
  return new Unanswered(code, String(error), { cause: error });
}

/** A client of the public endpoint. */
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

export function createPublicClient(url: string, token?: string): Client {
  const open = () => createGraphqlClient({ url, token, timeoutMs: REQUEST_TIMEOUT_MS, dispatcher: agent });
  const client = open();
  return {
    ask: (query, variables) =>
      client.ask<never>(query, variables).catch((error: unknown) => {
        throw unanswered(error);
      }),
    follow: async (query, variables, onData, signal) => {
      const follower = open();
      signal.addEventListener('abort', follower.terminate, { once: true });
      try {
        for await (const data of follower.follow(query, variables)) onData(data);
      } catch (error) {
        throw unanswered(error);
      } finally {
        signal.removeEventListener('abort', follower.terminate);
        await follower.close();
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
