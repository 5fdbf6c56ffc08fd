/** How far a parcel has come, according to its carrier. */
export type ParcelMovement = 'HANDED_OVER' | 'IN_TRANSIT' | 'DELIVERED';

/** Units of one product of an order. */
export interface Units {
  readonly sku: string;
  readonly quantity: number;
}

/** Units of one product in one warehouse. */
export interface WarehouseUnits extends Units {
  readonly warehouse: string;
}

/** The content of one parcel from one warehouse. */
export interface PlannedParcel {
  readonly warehouse: string;
  readonly lines: readonly Units[];
}

/** A parcel of the order that has left its warehouse. */
export interface SentParcel {
  readonly shipmentId: string;
  /** Absent if unknown. */
  readonly warehouse?: string;
  readonly lines: readonly Units[];
  readonly sentAt: string;
  readonly deliveredAt?: string;
}

/** The total units of a product. */
export const unitsOf = (units: readonly Units[], sku: string): number =>
  units.reduce((sum, line) => (line.sku === sku ? sum + line.quantity : sum), 0);

/** The total units of all products. */
export const countUnits = (units: readonly Units[]): number =>
  units.reduce((sum, { quantity }) => sum + quantity, 0);

/** Merges units of the same product, in the order of first mention. */
export const merged = (units: readonly Units[]): Units[] =>
  [...new Set(units.map(({ sku }) => sku))].map((sku) => ({ sku, quantity: unitsOf(units, sku) }));

/** Subtracts units from others; drops products of which nothing is left. */
export const without = (units: readonly Units[], taken: readonly Units[]): Units[] =>
  merged(units)
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - unitsOf(taken, sku) }))
    .filter(({ quantity }) => quantity > 0);

/** Whether `some` is contained in `all`. */
export const areAmong = (some: readonly Units[], all: readonly Units[]): boolean =>
  without(some, all).length === 0;

/** The units that are in both lists. */
export const atMost = (units: readonly Units[], others: readonly Units[]): Units[] =>
  merged(units)
    .map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, unitsOf(others, sku)) }))
    .filter(({ quantity }) => quantity > 0);
