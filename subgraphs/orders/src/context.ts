import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Order } from './domain/order.ts';
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

/** An order, with what the gateway brings of its payment where a field of the order needs it. */
export interface OrderWithPayment extends Order {
  readonly payment?: { readonly action?: { readonly expiresAt: string } | null } | null;
}
