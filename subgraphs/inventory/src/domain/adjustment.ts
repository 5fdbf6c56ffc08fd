import type { Document } from '@counterstep/platform/storage';
import type { StockItem } from './stock.ts';

/** A change of the stock on hand. */
export interface StockChange {
  readonly sku: string;
  readonly warehouse: string;
  /** How many units come (positive) or go (negative); never 0. */
  readonly delta: number;
}

/** A change of the stock on hand that was made: why, when and by whom. */
export interface Adjustment extends Document, StockChange {
  readonly reason: string;
  readonly actorId: string;
  readonly at: string;
}

/** The most units of a product that a warehouse holds, and that come or go at once. */
export const MAX_UNITS = 1_000_000;

/** What a change comes to, given all items of the product. */
export type AdjustmentDecision =
  | { readonly kind: 'adjust'; readonly item: 'existing' | 'new' }
  | { readonly kind: 'unknown-product' }
  | { readonly kind: 'too-many'; readonly onHand: number }
  | { readonly kind: 'insufficient'; readonly available: number };

/** A product is known once it has stood anywhere; units that are reserved do not go. */
export function decideAdjustment(
  { warehouse, delta }: StockChange,
  items: readonly StockItem[],
): AdjustmentDecision {
  if (items.length === 0) return { kind: 'unknown-product' };
  const item = items.find((one) => one.warehouse === warehouse);
  const { available, onHand } = item ?? { available: 0, onHand: 0 };
  if (available + delta < 0) return { kind: 'insufficient', available };
  if (onHand + delta > MAX_UNITS) return { kind: 'too-many', onHand };
  return { kind: 'adjust', item: item === undefined ? 'new' : 'existing' };
}
