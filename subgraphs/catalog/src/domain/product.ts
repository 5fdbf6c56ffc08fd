import type { Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';

/** Something that can be ordered. */
export interface Product extends Document {
  /** Unique. */
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly price: Money;
  /** Whether it can be ordered; only active products are listed. */
  readonly active: boolean;
  /** What the inventory said last; false until it has said anything. */
  readonly inStock: boolean;
  /** The revision of the stock that `inStock` was told with; 0 until then. */
  readonly stockRevision: number;
}

/** What a product is made of. */
export type NewProduct = Omit<Draft<Product>, 'active' | 'inStock' | 'stockRevision'>;

/** A product as it is first recorded: it can be ordered, and nobody has said yet that it is in stock. */
export const newProduct = (product: NewProduct): Draft<Product> => ({
  ...product,
  active: true,
  inStock: false,
  stockRevision: 0,
});

/** Whether a product was in stock at a revision of its stock. */
export interface Availability {
  readonly sku: string;
  readonly inStock: boolean;
  /** Grows with every change of the product's stock. */
  readonly revision: number;
}

/** The newest word on each product. */
export function newestPerSku(told: readonly Availability[]): ReadonlyMap<string, Availability> {
  const newest = new Map<string, Availability>();
  for (const availability of told) {
    const known = newest.get(availability.sku);
    if (known === undefined || known.revision < availability.revision)
      newest.set(availability.sku, availability);
  }
  return newest;
}

/** Whether a word on a product is newer than what is recorded of it. */
export const isNews = (product: Product, { revision }: Availability): boolean =>
  revision > product.stockRevision;
