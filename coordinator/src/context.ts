import type { Ask, SagaContext } from '@counterstep/saga-service';
import type { NodeLoader } from './node/node.ts';

/** The context of the coordinator's resolvers. */
export interface Context extends SagaContext {
  /** For queries only: retries for longer while a subgraph is crowded. */
  readonly askWithRetries: Ask;
  /** The nodes of other subgraphs that the viewer may see. */
  readonly nodes: NodeLoader;
  readonly requireVerifiedEmail: boolean;
}

/** A refund, of which only the id is known. */
export interface RefundReference {
  readonly id: string;
}

/** A return, of which only the id is known. */
export interface ReturnReference {
  readonly id: string;
}

/** An order, of which only the id is known. */
export interface OrderReference {
  readonly id: string;
}
