import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Books } from './books.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { Loaders } from './loaders.ts';

/** The context of the inventory resolvers. */
export interface Context extends RequestContext {
  readonly inventory: InventoryStore;
  readonly books: Books;
  readonly loaders: Loaders;
  readonly clock: Clock;
}

/** A product, of which only the SKU is known. */
export interface ProductReference {
  readonly sku: string;
}

/** An order, of which only the id is known. */
export interface OrderReference {
  readonly id: string;
}
