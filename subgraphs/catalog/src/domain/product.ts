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
  /** What inventory last reported; false until its first report. */
  readonly inStock: boolean;
  /** The stock revision of the last report; 0 until the first. */
  readonly stockRevision: number;
}

/** The data of a new product. */
export type NewProduct = Omit<Draft<Product>, 'active' | 'inStock' | 'stockRevision'>;

/** A new product, ready to be stored: it can be ordered, and is not reported in stock yet. */
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

/** The newest report on each product. */
export function newestPerSku(told: readonly Availability[]): ReadonlyMap<string, Availability> {
  const newest = new Map<string, Availability>();
  for (const availability of told) {
    const known = newest.get(availability.sku);
    if (known === undefined || known.revision < availability.revision)
      newest.set(availability.sku, availability);
  }
  return newest;
}

/** Whether a report on a product is newer than the stored one. */
export const isNews = (product: Product, { revision }: Availability): boolean =>
  revision > product.stockRevision;
