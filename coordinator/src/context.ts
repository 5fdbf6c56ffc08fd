import type { Ask, SagaContext } from '@counterstep/saga-service';
import type { NodeLoader } from './node/node.ts';

/** What the coordinator's resolvers know. */
export interface Context extends SagaContext {
  /** For queries only: waits for longer where there is a crowd. */
  readonly askWithRetries: Ask;
  /** The nodes of other subgraphs that the viewer may see. */
  readonly nodes: NodeLoader;
  readonly requireVerifiedEmail: boolean;
}

/** A refund, known by its id only. */
export interface RefundReference {
  readonly id: string;
}

/** A return, known by its id only. */
export interface ReturnReference {
  readonly id: string;
}

/** An order, known by its id only. */
export interface OrderReference {
  readonly id: string;
}
