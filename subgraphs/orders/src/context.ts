import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Loaders } from './loaders.ts';
import type { OrderStore } from './order-store.ts';
import type { ReturnStore } from './return-store.ts';

/** What the resolvers of orders know. */
export interface Context extends RequestContext {
  readonly orders: OrderStore;
  readonly returns: ReturnStore;
  readonly clock: Clock;
  readonly loaders: Loaders;
}

/** A customer, known by its id only. */
export interface CustomerReference {
  readonly id: string;
}
