import type { OrderBy } from '@counterstep/document-store';
import type { StockMovement } from './domain/movement.ts';
import type { Reservation } from './domain/reservation.ts';
import type {
  ReservationFilter,
  ReservationOrder,
  StockMovementFilter,
  StockMovementOrder,
} from './generated/schema.ts';
import type { MovementCriteria } from './movement-store.ts';
import type { ReservationCriteria } from './reservation-store.ts';

/** The criteria of a filter of movements. */
export const movementCriteria = (filter: StockMovementFilter | null | undefined): MovementCriteria => ({
  sku: filter?.sku ?? undefined,
  warehouse: filter?.warehouse ?? undefined,
  type: filter?.type ?? undefined,
  orderId: filter?.orderId ?? undefined,
  atAfter: filter?.atAfter ?? undefined,
  atBefore: filter?.atBefore ?? undefined,
});

/** The order of a list of movements; newest first by default. */
export function movementOrder(orderBy: StockMovementOrder | null | undefined): OrderBy<StockMovement> {
  const direction = directionOf(orderBy);
  return orderBy?.field === 'SKU'
    ? [
        ['sku', direction],
        ['at', direction],
      ]
    : [['at', direction]];
}

/** The criteria of a filter of reservations. */
export const reservationCriteria = (filter: ReservationFilter | null | undefined): ReservationCriteria => ({
  status: filter?.status ?? undefined,
  sku: filter?.sku ?? undefined,
  orderId: filter?.orderId ?? undefined,
  warehouse: filter?.warehouse ?? undefined,
});

/** The order of a list of reservations; newest first by default. */
export function reservationOrder(orderBy: ReservationOrder | null | undefined): OrderBy<Reservation> {
  const direction = directionOf(orderBy);
  return orderBy?.field === 'STATUS'
    ? [
        ['status', direction],
        ['heldAt', direction],
      ]
    : [['heldAt', direction]];
}

const directionOf = (orderBy: { readonly direction?: 'ASC' | 'DESC' } | null | undefined) =>
  orderBy?.direction === 'ASC' ? 'ascending' : 'descending';
