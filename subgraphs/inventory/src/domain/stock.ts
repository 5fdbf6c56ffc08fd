import type { Document, Draft } from '@counterstep/document-store';

/** The stock of a product in one warehouse. */
export interface StockItem extends Document {
  readonly sku: string;
  readonly warehouse: string;
  /** How many units are in the warehouse. */
  readonly onHand: number;
  /** How many of them are held for orders. */
  readonly reserved: number;
  /** Always `onHand` minus `reserved`; stored so that writes can be guarded by it. */
  readonly available: number;
  readonly createdAt: string;
  /** How many units there were before the first adjustment; absent if not recorded. */
  readonly opening?: number;
  /** Whether its movements add up to the units on hand; absent in items of older versions. */
  readonly counted?: true;
  /** Whether its warehouse is closed to orders. */
  readonly closed?: true;
  /** The category that lists the product; absent until the catalog has told it. */
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
  /** The category of all its items; absent if they differ or some have none. */
  readonly category?: string;
}

/** The id of a stock item; a warehouse's code contains no slash. */
export const stockItemId = ({ sku, warehouse }: Pick<StockItem, 'sku' | 'warehouse'>): string =>
  `${sku}/${warehouse}`;

/** The stock of a product that is new in a warehouse, through an adjustment or as opening stock. */
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

/** Whether the item's warehouse sends orders. */
export const isOpen = ({ closed }: Pick<StockItem, 'closed'>): boolean => closed === undefined;

/** The sum over a product's items; zero without any. Stock in closed warehouses is not available. */
export const totalStock = (items: readonly StockItem[]): Stock =>
  items.reduce<Stock>(
    (sum, item) => ({
      available: sum.available + (isOpen(item) ? item.available : 0),
      onHand: sum.onHand + item.onHand,
      reserved: sum.reserved + item.reserved,
    }),
    { available: 0, onHand: 0, reserved: 0 },
  );

/** More revisions per second than stock can ever have. */
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

// Versions restart with a new database; the creation time in the high digits makes revisions grow even then.
function revisionOf(items: readonly StockItem[]): number {
  const begun = Math.max(0, ...items.map(({ createdAt }) => Math.floor(Date.parse(createdAt) / 1000)));
  return items.reduce((sum, { version }) => sum + version, begun * REVISIONS_PER_SECOND);
}
