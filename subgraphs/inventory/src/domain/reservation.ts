import type { Document, Draft } from '@counterstep/document-store';
import type { Rejection } from '@counterstep/step-barrier';
import type { Units } from './stock.ts';

export type ReservationStatus = 'HELD' | 'COMMITTED' | 'RELEASED' | 'EXPIRED';

/** Units held for an order; an order has at most one. */
export interface Reservation extends Document {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: ReservationStatus;
  readonly lines: readonly Units[];
  readonly heldAt: string;
  readonly committedAt?: string;
  readonly releasedAt?: string;
  /** When the units of a cancelled order went back on the shelf. */
  readonly restockedAt?: string;
  /** When the hold ends by itself; absent where it lasts until the order is settled. */
  readonly expiresAt?: string;
}

/** What a reservation is made of. */
export type NewReservation = Pick<Reservation, 'id' | 'orderId' | 'customerId' | 'lines' | 'heldAt'>;

/** A reservation as it is first recorded. */
export const heldReservation = (reservation: NewReservation): Draft<Reservation> => ({
  ...reservation,
  status: 'HELD',
});

/**
 * What is to be done so that the units of a reservation leave the warehouse: take them, never, or nothing, because they
 * have left or because the order was cancelled before they did.
 */
export function commitment(
  reservation: Reservation | undefined,
):
  | { readonly kind: 'take'; readonly reservation: Reservation }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rejection: Rejection } {
  if (reservation === undefined)
    return refused('RESERVATION_NOT_FOUND', 'There is no reservation for the order.');
  if (reservation.status === 'HELD') return { kind: 'take', reservation };
  if (reservation.status === 'COMMITTED' || reservation.restockedAt !== undefined) return { kind: 'done' };
  return refused('RESERVATION_NOT_HELD', `The reservation is ${reservation.status} already.`);
}

/**
 * What is to be done so that the units of a cancelled order are back on the shelf: free those that are held, bring those
 * back that have left, nothing any more, or never.
 */
export function restocking(
  reservation: Reservation | undefined,
):
  | { readonly kind: 'free' | 'restock'; readonly reservation: Reservation }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rejection: Rejection } {
  switch (reservation?.status) {
    case undefined:
      return refused('RESERVATION_NOT_FOUND', 'There is no reservation for the order.');
    case 'HELD':
      return { kind: 'free', reservation };
    case 'COMMITTED':
      return { kind: 'restock', reservation };
    case 'RELEASED':
    case 'EXPIRED':
      return { kind: 'done' };
  }
}

const refused = (code: string, message: string) =>
  ({ kind: 'refused', rejection: { code, message } }) as const;
