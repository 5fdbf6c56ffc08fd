import type { Document, Draft } from '@counterstep/document-store';

/** The stock of a product in one warehouse. */
export interface StockItem extends Document {
  readonly sku: string;
  readonly warehouse: string;
  /** How many units stand in the warehouse. */
  readonly onHand: number;
  /** How many of them are held for orders. */
  readonly reserved: number;
  /** Always on hand less reserved; kept so that a write can be guarded by it. */
  readonly available: number;
  readonly createdAt: string;
  /** How many units stood there before the first adjustment; absent where that was not recorded. */
  readonly opening?: number;
  /** Whether its movements sum up to what stands there; absent where an older version has made it. */
  readonly counted?: true;
  /** Whether no orders are sent from its warehouse. */
  readonly closed?: true;
  /** The category that the product is listed under; absent until the catalog's word has come. */
  readonly category?: string;
}

/** Units of a product in one warehouse. */
export interface Units {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
}

/** The stock of a product over all warehouses. */
export interface Stock {
  readonly available: number;
  readonly onHand: number;
  readonly reserved: number;
}

/** Whether a product is in stock. */
export interface StockLevel {
  readonly sku: string;
  readonly inStock: boolean;
  /** Grows with every change of the product's stock. */
  readonly revision: number;
  /** The category of all its items; absent where some have another one, or none. */
  readonly category?: string;
}

/** The id of a stock item; a warehouse's name holds no slash. */
export const stockItemId = ({ sku, warehouse }: Pick<StockItem, 'sku' | 'warehouse'>): string =>
  `${sku}/${warehouse}`;

/** The stock of a product that comes to a warehouse for the first time, by an adjustment or as its opening stock. */
export const newStockItem = (
  { sku, warehouse, quantity }: Units,
  createdAt: string,
  by: 'adjustment' | 'opening',
): Draft<StockItem> => ({
  id: stockItemId({ sku, warehouse }),
  sku,
  warehouse,
  onHand: quantity,
  reserved: 0,
  available: quantity,
  createdAt,
  opening: by === 'opening' ? quantity : 0,
  counted: true,
});

/** Whether orders are sent from where the item stands. */
export const isOpen = ({ closed }: Pick<StockItem, 'closed'>): boolean => closed === undefined;

/** The sum over a product's items; nothing where there are none. What stands where no orders are sent from is not available. */
export const totalStock = (items: readonly StockItem[]): Stock =>
  items.reduce<Stock>(
    (sum, item) => ({
      available: sum.available + (isOpen(item) ? item.available : 0),
      onHand: sum.onHand + item.onHand,
      reserved: sum.reserved + item.reserved,
    }),
    { available: 0, onHand: 0, reserved: 0 },
  );

/** More revisions per second than stock ever changes. */
const REVISIONS_PER_SECOND = 2 ** 20;

/** The level of a product, given all its items. */
export const stockLevel = (sku: string, items: readonly StockItem[]): StockLevel => {
  const category = items[0]?.category;
  return {
    sku,
    inStock: items.some((item) => isOpen(item) && item.available > 0),
    revision: revisionOf(items),
    ...(category !== undefined && items.every((item) => item.category === category) && { category }),
  };
};

// Versions begin again when the inventory gets a new database; the time in front keeps its revisions growing even then.
function revisionOf(items: readonly StockItem[]): number {
  const begun = Math.max(0, ...items.map(({ createdAt }) => Math.floor(Date.parse(createdAt) / 1000)));
  return items.reduce((sum, { version }) => sum + version, begun * REVISIONS_PER_SECOND);
}
