import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Loaders } from './loaders.ts';
import type { OrderStore } from './order-store.ts';
import type { ReturnStore } from './return-store.ts';

/** The context of the orders resolvers. */
export interface Context extends RequestContext {
  readonly orders: OrderStore;
  readonly returns: ReturnStore;
  readonly clock: Clock;
  readonly loaders: Loaders;
}

/** A customer, of which only the id is known. */
export interface CustomerReference {
  readonly id: string;
}
