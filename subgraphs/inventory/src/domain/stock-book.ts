import type { StockChange } from './adjustment.ts';
import { onHandBy, type StockMovement } from './movement.ts';
import { countedLines, type Reservation } from './reservation.ts';
import { stockItemId, type StockItem } from './stock.ts';

/** The stock of a product in one warehouse, and the sums that it should follow from. */
export interface StockBook extends Pick<
  StockItem,
  'sku' | 'warehouse' | 'onHand' | 'reserved' | 'available' | 'opening'
> {
  /** The sum of all adjustments. */
  readonly adjusted: number;
  /** The sum of units that orders hold. */
  readonly held: number;
  /** The sum of units that orders have taken, minus those that came back to the warehouse. */
  readonly sold: number;
  /** The sum of all movements that change the units on hand; absent if none are recorded yet. */
  readonly moved?: number;
  /** Whether no stock moved during the count; if false, the numbers need not agree. */
  readonly settled: boolean;
}

interface Sums {
  adjusted: number;
  held: number;
  sold: number;
  moved: number;
}

/** Sums up adjustments, reservations and movements, using memory only in proportion to the number of stock items. */
export class StockCount {
  readonly #sums = new Map<string, Sums>();

  adjustment(change: StockChange): void {
    this.#sumsOf(stockItemId(change)).adjusted += change.delta;
  }

  reservation(reservation: Pick<Reservation, 'status' | 'lines' | 'returns'>): void {
    for (const line of countedLines(reservation)) {
      const sums = this.#sumsOf(stockItemId(line));
      sums.held += line.held;
      sums.sold += line.committed;
    }
    for (const units of reservation.returns ?? []) this.#sumsOf(stockItemId(units)).sold -= units.quantity;
  }

  movement(movement: Pick<StockMovement, 'sku' | 'warehouse' | 'type' | 'quantity'>): void {
    this.#sumsOf(stockItemId(movement)).moved += onHandBy(movement);
  }

  /** The books of the items, given their states before and after the count. */
  books(before: readonly StockItem[], after: readonly StockItem[]): readonly StockBook[] {
    const versions = new Map(before.map(({ id, version }) => [id, version]));
    return after.map((item) => {
      const { id, version, sku, warehouse, onHand, reserved, available, opening, counted } = item;
      const { moved, ...sums } = this.#sumsOf(id);
      return {
        ...{ sku, warehouse, onHand, reserved, available },
        ...(opening !== undefined && { opening }),
        ...sums,
        ...(counted && { moved }),
        settled: versions.get(id) === version,
      };
    });
  }

  #sumsOf(id: string): Sums {
    const known = this.#sums.get(id);
    if (known !== undefined) return known;
    const sums = { adjusted: 0, held: 0, sold: 0, moved: 0 };
    this.#sums.set(id, sums);
    return sums;
  }
}
