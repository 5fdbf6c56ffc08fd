import { derive } from '@counterstep/service-kit';
import { StockBoard } from './domain/stock-board.ts';
import type { StockLevel } from './domain/stock.ts';
import type { InventoryStore } from './inventory-store.ts';

/**
 * Every product's level, then each change of a level. `return()` frees everything at once, even while `next()` waits.
 *
 * @throws {StoreUnavailable} when the stock cannot be read, or when changes may have been missed.
 */
export async function followStockLevels(
  inventory: Pick<InventoryStore, 'allItems' | 'changes'>,
): Promise<AsyncIterableIterator<StockLevel>> {
  // The feed is opened first, so that no change between it and the snapshot is lost.
  const feed = await inventory.changes();
  try {
    const board = new StockBoard();
    for (const item of await inventory.allItems()) board.learn(item);
    return derive(feed, (change) => (change.kind === 'put' ? board.learn(change.document) : undefined), {
      first: board.levels(),
    });
  } catch (error) {
    await feed.return?.();
    throw error;
  }
}
