import { stockLevel, type StockItem, type StockLevel } from './stock.ts';

/** What one follower of the stock has received, and which levels it has been told. */
export class StockBoard {
  readonly #items = new Map<string, Map<string, StockItem>>();
  readonly #told = new Map<string, boolean>();

  /**
   * Takes in a state of an item. Returns the product's level if the follower must be told, because it has changed or
   * states in between were missed.
   */
  learn(item: StockItem): StockLevel | undefined {
    const items = this.#items.get(item.sku) ?? new Map<string, StockItem>();
    const known = items.get(item.id)?.version ?? 0;
    if (item.version <= known) return undefined;
    this.#items.set(item.sku, items.set(item.id, item));
    const level = stockLevel(item.sku, [...items.values()]);
    if (this.#told.get(item.sku) === level.inStock && item.version === known + 1) return undefined;
    return this.#tell(level);
  }

  /** Every product's level, to be sent first. */
  levels(): readonly StockLevel[] {
    return Array.from(this.#items, ([sku, items]) => this.#tell(stockLevel(sku, [...items.values()])));
  }

  #tell(level: StockLevel): StockLevel {
    this.#told.set(level.sku, level.inStock);
    return level;
  }
}
