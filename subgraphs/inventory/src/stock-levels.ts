import type { Changefeed } from '@counterstep/document-store';
import { StockBoard } from './domain/stock-board.ts';
import type { StockItem, StockLevel } from './domain/stock.ts';
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
    return new StockLevels(feed, board);
  } catch (error) {
    await feed.return?.();
    throw error;
  }
}

class StockLevels implements AsyncIterableIterator<StockLevel> {
  readonly #feed: Changefeed<StockItem>;
  readonly #board: StockBoard;
  readonly #first: IterableIterator<StockLevel>;

  constructor(feed: Changefeed<StockItem>, board: StockBoard) {
    this.#feed = feed;
    this.#board = board;
    this.#first = board.levels().values();
  }

  async next(): Promise<IteratorResult<StockLevel, undefined>> {
    const first = this.#first.next();
    if (!first.done) return { done: false, value: first.value };
    for (;;) {
      const change = await this.#feed.next();
      if (change.done) return { done: true, value: undefined };
      const level = change.value.kind === 'put' ? this.#board.learn(change.value.document) : undefined;
      if (level !== undefined) return { done: false, value: level };
    }
  }

  async return(): Promise<IteratorResult<StockLevel, undefined>> {
    await this.#feed.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
