import type { RequestContext } from '@counterstep/service-kit/server';
import { subgraphNames, subgraphSdl, type SubgraphName } from '@counterstep/schema';
import DataLoader from 'dataloader';
import { NodeTypesDocument } from '../generated/orders.ts';
import type { Ask } from '@counterstep/saga-service';

/** A node of another subgraph, of which only type and id are known. */
export interface NodeReference {
  readonly __typename: 'Order' | 'Product' | 'Customer' | 'Shipment' | 'Payment' | 'Return';
  readonly id: string;
}

const owners: readonly SubgraphName[] = subgraphNames.filter((name) =>
  subgraphSdl(name).includes('nodeTypes('),
);

export type NodeLoader = DataLoader<string, NodeReference | undefined>;

/** Asks all subgraphs that own nodes at once, on the viewer's behalf, because ids do not tell the type. */
export const createNodeLoader = (ask: Ask, request: RequestContext): NodeLoader =>
  new DataLoader(
    async (ids) => {
      const answers = await Promise.allSettled(
        owners.map(
          async (owner) => (await ask(owner, NodeTypesDocument, { ids }, requestOf(request))).nodeTypes,
        ),
      );
      const failure = answers.find((answer) => answer.status === 'rejected');
      return ids.map((id, index) => {
        const type = answers
          .map((answer) => answer.status === 'fulfilled' && answer.value[index])
          .find(Boolean);
        if (type) return { __typename: type as NodeReference['__typename'], id };
        // A subgraph that did not answer may own the node.
        return failure && toError(failure.reason);
      });
    },
    { maxBatchSize: 100 },
  );

const requestOf = ({ viewer, correlationId }: RequestContext) => ({
  correlationId,
  ...(viewer && { viewer }),
});

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
