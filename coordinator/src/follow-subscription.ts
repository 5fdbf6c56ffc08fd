import { setTimeout as delay } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Logger, Tls } from '@counterstep/service-kit';
import { webSocketWith } from '@counterstep/service-kit/server';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';

export interface FollowOptions {
  /** The base URL of the subgraph. */
  readonly url: string;
  /** Makes the token that the subgraph requires. */
  readonly sign: () => Promise<string>;
  /** The certificates for a subgraph that uses TLS. */
  readonly tls: Tls;
  readonly log: Pick<Logger, 'debug'>;
}

/** The delay before reconnecting after a lost connection, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Passes every event of a subgraph's subscription to the listener, and reconnects as often as needed; events between
 * two connections are missed.
 *
 * @returns what ends it.
 */
export function followSubscription<Data>(
  document: TypedDocumentNode<Data, Readonly<Record<string, never>>>,
  listener: (data: Data) => void,
  { url, sign, tls, log }: FollowOptions,
): () => Promise<void> {
  const stopping = new AbortController();
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: webSocketWith(tls),
    connectionParams: async () => ({ authorization: `Bearer ${await sign()}` }),
    retryAttempts: 0,
  });
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        for await (const { data } of client.iterate<Data>({ query: print(document) }))
          if (data) listener(data);
      } catch (error) {
        log.debug({ err: error, url }, 'a subgraph cannot be followed');
      }
      await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const following = follow();
  return async () => {
    stopping.abort();
    await client.dispose();
    await following;
  };
}
