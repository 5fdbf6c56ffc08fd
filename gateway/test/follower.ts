import type { Service } from '@counterstep/service-kit/server';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

/** How a subscription ended: completed by the server, with errors, or with its socket. */
export interface Ending {
  readonly errors?: readonly GraphQLFormattedError[];
  readonly closeCode?: number;
}

/** A client's socket to a gateway. Nothing is retried. */
export function connect(
  { url }: Pick<Service, 'url'>,
  authorization?: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Client {
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { ...parameters, ...(authorization === undefined ? {} : { authorization }) },
  });
}

/** One operation over a socket, and what came of it. */
export class Follower {
  readonly results: FormattedExecutionResult[] = [];
  readonly ended: Promise<Ending>;
  readonly leave: () => void;
  #arrived: () => void = () => undefined;

  constructor(
    client: Client,
    query: string,
    variables: Record<string, unknown> = {},
    extensions: Record<string, unknown> = {},
    operationName?: string,
  ) {
    let leave: () => void = () => undefined;
    this.ended = new Promise((resolve) => {
      leave = client.subscribe(
        { query, variables, extensions, ...(operationName !== undefined && { operationName }) },
        {
          next: (result) => {
            this.results.push(result as FormattedExecutionResult);
            this.#arrived();
          },
          complete: () => {
            resolve({});
          },
          error: (error) => {
            const { code } = error as { readonly code?: number };
            resolve(
              Array.isArray(error)
                ? { errors: error as GraphQLFormattedError[] }
                : { closeCode: typeof code === 'number' ? code : 0 },
            );
          },
        },
      );
    });
    this.leave = leave;
  }

  /** Resolves once so many results have come, with all of them. */
  async until(count: number): Promise<readonly FormattedExecutionResult[]> {
    while (this.results.length < count) await new Promise<void>((resolve) => (this.#arrived = resolve));
    return this.results;
  }

  /** The values of the operation's only root field. */
  values(): readonly Readonly<Record<string, unknown>>[] {
    return this.results.map(({ data }) => Object.values(data ?? {})[0] as Record<string, unknown>);
  }
}
