/** How far a parcel has come, as its carrier reports it. */
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

/** What goes from one warehouse in one parcel. */
export interface PlannedParcel {
  readonly warehouse: string;
  readonly lines: readonly Units[];
}

/** A parcel of the order that has left its warehouse. */
export interface SentParcel {
  readonly shipmentId: string;
  /** Absent where nobody could tell. */
  readonly warehouse?: string;
  readonly lines: readonly Units[];
  readonly sentAt: string;
  readonly deliveredAt?: string;
}

/** How many units of a product there are in all. */
export const unitsOf = (units: readonly Units[], sku: string): number =>
  units.reduce((sum, line) => (line.sku === sku ? sum + line.quantity : sum), 0);

/** How many units there are, of whatever product. */
export const countUnits = (units: readonly Units[]): number =>
  units.reduce((sum, { quantity }) => sum + quantity, 0);

/** The same units, each product named once, in the order of their first mention. */
export const merged = (units: readonly Units[]): Units[] =>
  [...new Set(units.map(({ sku }) => sku))].map((sku) => ({ sku, quantity: unitsOf(units, sku) }));

/** What is left of units once others are taken away; products of which nothing is left are not named. */
export const without = (units: readonly Units[], taken: readonly Units[]): Units[] =>
  merged(units)
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - unitsOf(taken, sku) }))
    .filter(({ quantity }) => quantity > 0);

/** Whether the first units are among the second ones. */
export const areAmong = (some: readonly Units[], all: readonly Units[]): boolean =>
  without(some, all).length === 0;

/** Of units those that are among others too. */
export const atMost = (units: readonly Units[], others: readonly Units[]): Units[] =>
  merged(units)
    .map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, unitsOf(others, sku)) }))
    .filter(({ quantity }) => quantity > 0);
