import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Books } from './books.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { Loaders } from './loaders.ts';

/** What the resolvers of inventory know. */
export interface Context extends RequestContext {
  readonly inventory: InventoryStore;
  readonly books: Books;
  readonly loaders: Loaders;
  readonly clock: Clock;
}

/** A product, known by its SKU only. */
export interface ProductReference {
  readonly sku: string;
}

/** An order, known by its id only. */
export interface OrderReference {
  readonly id: string;
}
