import { derive } from '@counterstep/service-kit';
import { StockBoard } from './domain/stock-board.ts';
import type { StockLevel } from './domain/stock.ts';
import type { InventoryStore } from './inventory-store.ts';

/**
 * Every product's level, then each change of one. `return()` frees everything at once, also while `next()` waits.
 *
 * @throws {StoreUnavailable} when the stock cannot be read, or when changes may have been missed.
 */
export async function followStockLevels(
  inventory: Pick<InventoryStore, 'allItems' | 'changes'>,
): Promise<AsyncIterableIterator<StockLevel>> {
  // The feed comes first, so that nothing is lost between it and the snapshot.
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
