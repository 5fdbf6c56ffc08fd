import type { Document } from '@counterstep/document-store';
import { newStockItem, totalStock, type Stock, type StockItem } from './stock.ts';
import type { Warehouse } from './warehouse.ts';

/** A change of the stock on hand. */
export interface StockChange {
  readonly sku: string;
  readonly warehouse: string;
  /** How many units arrive (positive) or leave (negative); never 0. */
  readonly delta: number;
}

/** A completed change of the stock on hand: why, when and by whom. */
export interface Adjustment extends Document, StockChange {
  readonly reason: string;
  readonly actorId: string;
  readonly at: string;
  /** A fingerprint of the input, if the change had an idempotency key; `answer` is what it was answered with. */
  readonly inputHash?: string;
  readonly answer?: AdjustedStock;
}

/** The stock after a change. */
export interface AdjustedStock {
  readonly stock: Stock;
  readonly item: StockItem;
}

/** The most units of a product that a warehouse may hold, and that one change may add or remove. */
export const MAX_UNITS = 1_000_000;

/** The decision on a change, given all items of the product. */
export type AdjustmentDecision =
  | {
      readonly kind: 'adjust';
      readonly item: 'existing' | 'new';
      readonly warehouse: Pick<Warehouse, 'active'>;
    }
  | { readonly kind: 'unknown-product' }
  | { readonly kind: 'unknown-warehouse' }
  | { readonly kind: 'too-many'; readonly onHand: number }
  | { readonly kind: 'insufficient'; readonly available: number };

/**
 * Refuses products that no warehouse has ever had, unknown warehouses, removing reserved units, and more than
 * `MAX_UNITS`.
 */
export function decideAdjustment(
  { warehouse, delta }: StockChange,
  items: readonly StockItem[],
  place: Pick<Warehouse, 'active'> | undefined,
): AdjustmentDecision {
  if (items.length === 0) return { kind: 'unknown-product' };
  if (place === undefined) return { kind: 'unknown-warehouse' };
  const item = items.find((one) => one.warehouse === warehouse);
  const { available, onHand } = item ?? { available: 0, onHand: 0 };
  if (available + delta < 0) return { kind: 'insufficient', available };
  if (onHand + delta > MAX_UNITS) return { kind: 'too-many', onHand };
  return { kind: 'adjust', item: item === undefined ? 'new' : 'existing', warehouse: place };
}

/** The product's stock after a decided change, given all its items before it. */
export function adjustedStock(
  change: StockChange,
  items: readonly StockItem[],
  { active }: Pick<Warehouse, 'active'>,
  at: string,
): AdjustedStock {
  const { sku, warehouse, delta } = change;
  const others = items.filter((item) => item.warehouse !== warehouse);
  const item = items.find((one) => one.warehouse === warehouse) ?? {
    ...newStockItem({ sku, warehouse, quantity: 0 }, at, 'adjustment'),
    ...(!active && { closed: true }),
    version: 1,
  };
  const changed = { ...item, onHand: item.onHand + delta, available: item.available + delta };
  return { stock: totalStock([...others, changed]), item: changed };
}
