import type { Document, Draft } from '@counterstep/document-store';
import type { Rejection } from '@counterstep/step-barrier';
import type { Units } from './stock.ts';

export type ReservationStatus = 'HELD' | 'COMMITTED' | 'RELEASED' | 'EXPIRED';

/** Units of a product that are or were held in one warehouse for an order. */
export interface ReservedLine extends Units {
  /** How many are still held; if absent, the status applies to all of them. */
  readonly held?: number;
  /** How many have left the warehouse, including those that came back. */
  readonly committed?: number;
  /** How many have left and come back. */
  readonly returned?: number;
}

/** Units held for an order; an order has at most one. */
export interface Reservation extends Document {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: ReservationStatus;
  readonly lines: readonly ReservedLine[];
  /** Units that came back after they had left, and where they are now. */
  readonly returns?: readonly Units[];
  /** Search keys, each as the name of a field; absent in reservations of older versions. */
  readonly marks?: Readonly<Record<string, true>>;
  readonly heldAt: string;
  /** The saga that holds the units; absent in reservations of older versions. */
  readonly sagaId?: string;
  /** When the hold expires; absent if it lasts until the order is settled. */
  readonly expiresAt?: string;
  /** When the expiry was removed because the order is confirmed. */
  readonly allocatedAt?: string;
  readonly committedAt?: string;
  readonly releasedAt?: string;
  /** When units of a cancelled or returned order first went back to stock. */
  readonly restockedAt?: string;
}

/** The data of a new reservation. */
export type NewReservation = Pick<
  Reservation,
  'id' | 'orderId' | 'customerId' | 'lines' | 'heldAt' | 'sagaId' | 'expiresAt'
>;

/** A new reservation, ready to be stored. */
export const heldReservation = (reservation: NewReservation): Draft<Reservation> => ({
  ...reservation,
  status: 'HELD',
  marks: marksOf(reservation.lines),
});

/** The search key of reservations of a product or in a warehouse. */
export const markOf = (of: 'sku' | 'warehouse', name: string): string =>
  `${of}=${encodeURIComponent(name).replace(/[.']/g, (sign) => (sign === '.' ? '%2E' : '%27'))}`;

/** The search keys of a reservation with these lines. */
export const marksOf = (lines: readonly Units[]): Readonly<Record<string, true>> =>
  Object.fromEntries(
    lines.flatMap(({ sku, warehouse }) => [
      [markOf('sku', sku), true],
      [markOf('warehouse', warehouse), true],
    ]),
  );

/** The counts of every line, derived from the status where the line has none. */
export const countedLines = ({
  status,
  lines,
}: Pick<Reservation, 'status' | 'lines'>): readonly Required<ReservedLine>[] =>
  lines.map((line) => ({
    ...line,
    held: line.held ?? (status === 'HELD' ? line.quantity : 0),
    committed: line.committed ?? (status === 'COMMITTED' ? line.quantity : 0),
    returned: line.returned ?? 0,
  }));

/** Units that are still held, or have left and not come back. */
export const keptLines = (reservation: Pick<Reservation, 'status' | 'lines'>): readonly Units[] =>
  countedLines(reservation).flatMap(({ sku, warehouse, held, committed, returned }) => {
    const quantity = held + committed - returned;
    return quantity > 0 ? [{ sku, warehouse, quantity }] : [];
  });

/** The held units of each warehouse; each warehouse makes one parcel. */
export function parcelsOf(
  lines: readonly Units[],
): readonly { readonly warehouse: string; readonly lines: readonly Omit<Units, 'warehouse'>[] }[] {
  const warehouses = [...new Set(lines.map(({ warehouse }) => warehouse))].sort();
  return warehouses.map((warehouse) => ({
    warehouse,
    lines: lines
      .filter((line) => line.warehouse === warehouse)
      .map(({ sku, quantity }) => ({ sku, quantity })),
  }));
}

interface Refused {
  readonly kind: 'refused';
  readonly rejection: Rejection;
}

/**
 * Whether a saga can continue with an order's reservation: its units are held; nothing is left to do, because they have
 * left or the order was cancelled before; or it can never continue.
 */
export function standing(
  reservation: Reservation | undefined,
): { readonly kind: 'held'; readonly reservation: Reservation } | { readonly kind: 'done' } | Refused {
  if (reservation === undefined) return notReserved;
  const { status, restockedAt } = reservation;
  if (status === 'HELD') return { kind: 'held', reservation };
  if (status === 'EXPIRED')
    return refused('RESERVATION_EXPIRED', 'The hold has ended, and its units are free.');
  if (status === 'COMMITTED' || restockedAt !== undefined) return { kind: 'done' };
  return refused('RESERVATION_NOT_HELD', `The reservation is ${status} already.`);
}

export const refused = (code: string, message: string): Refused => ({
  kind: 'refused',
  rejection: { code, message },
});

/** The refusal when no units were ever held for the order. */
export const notReserved: Refused = refused(
  'RESERVATION_NOT_FOUND',
  'There is no reservation for the order.',
);
