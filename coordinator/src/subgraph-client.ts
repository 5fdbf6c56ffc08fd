import { CodedError } from '@counterstep/platform';
import type { SignInternal, Viewer } from '@counterstep/platform/identity';
import type { SubgraphName } from '@counterstep/schema';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { createGraphqlTransport, type GraphqlTransportOptions } from './engine/index.ts';

/** A subgraph that is needed for an answer cannot be reached, or could not do its work. */
export class ServiceUnavailable extends CodedError {
  constructor(subgraph: string) {
    super('SERVICE_UNAVAILABLE', `${subgraph} cannot be reached. Try again later.`);
  }
}

/**
 * Asks a subgraph, on behalf of the viewer.
 *
 * @throws {ServiceUnavailable} when it does not answer in time, or with an error.
 */
export type Ask = <Data, Variables>(
  subgraph: SubgraphName,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  request: { readonly viewer?: Viewer; readonly correlationId: string },
) => Promise<Data>;

export interface SubgraphClientOptions extends Pick<GraphqlTransportOptions, 'urlOf' | 'onError' | 'agent'> {
  /** Makes the token that this service shows to a subgraph. */
  readonly sign: SignInternal;
  readonly timeoutMs: number;
  /** Aborted when nothing is to be waited for any more. */
  readonly stopping?: AbortSignal;
}

/** Headers of a call to a subgraph. */
export const headersFor =
  ({ sign }: Pick<SubgraphClientOptions, 'sign'>, viewer?: Viewer) =>
  async (subgraph: string): Promise<Readonly<Record<string, string>>> => ({
    authorization: `Bearer ${await sign(subgraph, viewer)}`,
  });

/** Creates the client for what the coordinator has to know before it accepts a saga. */
export const createSubgraphClient =
  (options: SubgraphClientOptions): Ask =>
  async <Data, Variables>(
    subgraph: SubgraphName,
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    { viewer, correlationId }: { readonly viewer?: Viewer; readonly correlationId: string },
  ) => {
    const transport = createGraphqlTransport({ ...options, headers: headersFor(options, viewer) });
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const answer = await transport.send({
      subgraph,
      document: document,
      variables: variables as Readonly<Record<string, never>>,
      correlationId,
      signal: options.stopping ? AbortSignal.any([timeout, options.stopping]) : timeout,
    });
    if (answer.kind === 'data') return answer.data as Data;
    options.onError?.(subgraph, answer);
    throw new ServiceUnavailable(subgraph);
  };
