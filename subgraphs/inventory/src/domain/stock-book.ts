import type { StockChange } from './adjustment.ts';
import { onHandBy, type StockMovement } from './movement.ts';
import { countedLines, type Reservation } from './reservation.ts';
import { stockItemId, type StockItem } from './stock.ts';

/** The stock of a product in one warehouse, and what it is made of. */
export interface StockBook extends Pick<
  StockItem,
  'sku' | 'warehouse' | 'onHand' | 'reserved' | 'available' | 'opening'
> {
  /** The sum of all adjustments. */
  readonly adjusted: number;
  /** The sum of what orders hold. */
  readonly held: number;
  /** The sum of what orders have taken, less what came back to the warehouse. */
  readonly sold: number;
  /** The sum of all movements that change what stands there; absent where none were recorded yet. */
  readonly moved?: number;
  /** Whether nothing moved while it was counted; where it is false the numbers need not fit together. */
  readonly settled: boolean;
}

interface Sums {
  adjusted: number;
  held: number;
  sold: number;
  moved: number;
}

/** Sums up adjustments, reservations and movements, in memory that grows with the number of stock items only. */
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

  /** The books of the items, which were read before and after everything was counted. */
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
