import {
  countedLines,
  notReserved,
  refused,
  type Reservation,
  type ReservationStatus,
  type ReservedLine,
} from './reservation.ts';
import type { Units } from './stock.ts';

/** A movement of units: they become free, leave their warehouse, or come back after they had left. */
export interface Move extends Units {
  readonly kind: 'free' | 'take' | 'bring';
}

/** Why units go back to stock. */
export type RestockReason = 'CANCELLED' | 'RETURNED';

/** How a reservation is settled. */
export interface Settlement {
  readonly cause: 'RELEASED' | 'EXPIRED' | 'SHIPPED' | RestockReason;
  readonly moves: readonly Move[];
  readonly lines: readonly ReservedLine[];
  readonly returns: readonly Units[];
  readonly status: ReservationStatus;
}

type Counts = { -readonly [K in keyof ReservedLine]-?: NonNullable<ReservedLine[K]> };

/** Frees all held units, because the order was undone or the hold has expired. */
export const freeHeld = (reservation: Reservation, cause: 'RELEASED' | 'EXPIRED'): Settlement => {
  const working = new Working(reservation);
  for (const line of working.lines) working.free(line, line.held);
  const settlement = working.settlement(cause);
  return settlement.status === 'RELEASED' ? { ...settlement, status: cause } : settlement;
};

/** Removes held units from all warehouses, or from one. */
export const takeHeld = (reservation: Reservation, warehouse?: string): Settlement => {
  const working = new Working(reservation);
  for (const line of working.lines)
    if (warehouse === undefined || line.warehouse === warehouse) working.take(line, line.held);
  return working.settlement('SHIPPED');
};

/** The outcome of putting units back. */
export type Restocking =
  | { readonly kind: 'settle'; readonly reservation: Reservation; readonly settlement: Settlement }
  | { readonly kind: 'done' }
  | ReturnType<typeof refused>;

/** Puts back all units of a cancelled order, whether they have left or not; does nothing if they are already back. */
export function putAllBack(reservation: Reservation | undefined): Restocking {
  if (reservation === undefined) return notReserved;
  if (reservation.status !== 'HELD' && reservation.status !== 'COMMITTED') return { kind: 'done' };
  const working = new Working(reservation);
  for (const line of working.lines) {
    working.free(line, line.held);
    working.bring(line, outside(line), line.warehouse);
  }
  return { kind: 'settle', reservation, settlement: working.settlement('CANCELLED') };
}

/**
 * Puts back some units of an order: all or none, and never more than it has. Cancelled units are taken from the given
 * warehouse first, held ones before those that have left, then from the order's other warehouses. Returned units are
 * taken from those that have left, from any warehouse, before held ones; they go to where they were received, if that
 * is a warehouse.
 */
export function putBack(
  reservation: Reservation | undefined,
  wanted: readonly Units[],
  reason: RestockReason,
  isWarehouse: (name: string) => boolean,
): Restocking {
  if (wanted.length === 0) return { kind: 'done' };
  if (reservation === undefined) return notReserved;
  if (reservation.status === 'EXPIRED') return { kind: 'done' };
  const working = new Working(reservation);
  for (const { sku, warehouse, quantity } of wanted) {
    const own = working.lines.filter((line) => line.sku === sku);
    const here = own.filter((line) => line.warehouse === warehouse);
    const elsewhere = own.filter((line) => line.warehouse !== warehouse);
    let open = quantity;
    const free = (line: Counts): void => {
      open -= working.free(line, Math.min(open, line.held));
    };
    const bring = (line: Counts): void => {
      const to = reason === 'RETURNED' && isWarehouse(warehouse) ? warehouse : line.warehouse;
      open -= working.bring(line, Math.min(open, outside(line)), to);
    };
    const order =
      reason === 'RETURNED'
        ? ([
            [bring, here],
            [bring, elsewhere],
            [free, here],
            [free, elsewhere],
          ] as const)
        : ([
            [free, here],
            [bring, here],
            [free, elsewhere],
            [bring, elsewhere],
          ] as const);
    for (const [move, lines] of order) lines.forEach(move);
    if (open > 0)
      return refused('TOO_MANY_UNITS', `Only ${quantity - open} units of ${sku} can go back on the shelf.`);
  }
  return { kind: 'settle', reservation, settlement: working.settlement('CANCELLED') };
}

/** How many units of a line have left and not come back. */
const outside = ({ committed, returned }: Counts): number => committed - returned;

/** A reservation's counts while they change. */
class Working {
  readonly lines: readonly Counts[];
  readonly #moves: Move[] = [];
  readonly #returns: Units[];

  constructor(reservation: Reservation) {
    this.lines = countedLines(reservation).map((line) => ({ ...line }));
    this.#returns = [...(reservation.returns ?? [])];
  }

  free(line: Counts, quantity: number): number {
    line.held -= quantity;
    return this.#move('free', line, quantity);
  }

  take(line: Counts, quantity: number): number {
    line.held -= quantity;
    line.committed += quantity;
    return this.#move('take', line, quantity);
  }

  bring(line: Counts, quantity: number, warehouse: string): number {
    line.returned += quantity;
    if (quantity > 0) this.#returns.push({ sku: line.sku, warehouse, quantity });
    return this.#move('bring', { sku: line.sku, warehouse }, quantity);
  }

  settlement(cause: Settlement['cause']): Settlement {
    const holds = this.lines.some(({ held }) => held > 0);
    const sold = this.lines.some((line) => outside(line) > 0);
    return {
      cause,
      moves: this.#moves,
      lines: this.lines,
      returns: this.#returns,
      status: holds ? 'HELD' : sold ? 'COMMITTED' : 'RELEASED',
    };
  }

  #move(kind: Move['kind'], { sku, warehouse }: Omit<Units, 'quantity'>, quantity: number): number {
    if (quantity > 0) this.#moves.push({ kind, sku, warehouse, quantity });
    return quantity;
  }
}
