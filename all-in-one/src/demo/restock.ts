import { randomUUID } from 'node:crypto';
import { DemoFailed, type DemoClient } from './client.ts';

/** The stock that the scenarios need of each product: a minimum overall, or an exact number in one warehouse. */
const LEVELS: readonly (readonly [sku: string, level: number, warehouse?: string])[] = [
  ['MUG-BLUE', 10],
  ['DESK-LAMP', 10],
  ['KEYBOARD-87', 60, 'EAST'],
  ['KEYBOARD-87', 60, 'WEST'],
  ['POSTER-SOLD-OUT', 0],
];

const STOCK = `query ($sku: String!) {
  inventory(first: 100, sku: $sku) { nodes { warehouse available } } }`;
const ADJUST = `mutation ($input: AdjustStockInput!) {
  adjustStock(input: $input) { errors { ... on UserError { message } } } }`;

interface Item {
  readonly warehouse: string;
  readonly available: number;
}

interface Adjusted {
  readonly adjustStock: { readonly errors: readonly { readonly message: string }[] };
}

/** The stock changes that a product's scenario needs. */
function changesOf(
  items: readonly Item[],
  level: number,
  warehouse?: string,
): readonly (readonly [string, number])[] {
  if (warehouse !== undefined) {
    const there = items.find((item) => item.warehouse === warehouse)?.available ?? 0;
    return there === level ? [] : [[warehouse, level - there]];
  }
  const available = items.reduce((sum, item) => sum + item.available, 0);
  if (level > 0) return available >= level ? [] : [[items[0]?.warehouse ?? 'EAST', level - available]];
  return items.filter((item) => item.available > 0).map((item) => [item.warehouse, -item.available]);
}

/**
 * Restocks the scenarios' products, whatever was bought before.
 *
 * @throws {DemoFailed} when stock cannot be changed.
 */
export async function restock({ ask }: Pick<DemoClient, 'ask'>): Promise<void> {
  for (const [sku, level, only] of LEVELS) {
    const { inventory } = await ask<{ inventory: { nodes: readonly Item[] } }>(STOCK, { sku });
    for (const [warehouse, delta] of changesOf(inventory.nodes, level, only)) {
      const input = { sku, warehouse, delta, reason: 'For the demonstration.', idempotencyKey: randomUUID() };
      const { adjustStock } = await ask<Adjusted>(ADJUST, { input });
      const [error] = adjustStock.errors;
      if (error !== undefined)
        throw new DemoFailed(`The stock of ${sku} cannot be changed: ${error.message}`);
    }
  }
}
