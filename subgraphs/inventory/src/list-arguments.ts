import { orderOf } from '@counterstep/service-kit/server';
import type { OrderBy } from '@counterstep/document-store';
import type { StockMovement } from './domain/movement.ts';
import type { Reservation } from './domain/reservation.ts';
import type { StockItem } from './domain/stock.ts';
import type {
  InventoryOrder,
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
export const movementOrder = (orderBy: StockMovementOrder | null | undefined): OrderBy<StockMovement> =>
  orderOf(orderBy, { AT: ['at'], SKU: ['sku', 'at'] }, { field: 'AT', direction: 'DESC' });

/** The criteria of a filter of reservations. */
export const reservationCriteria = (filter: ReservationFilter | null | undefined): ReservationCriteria => ({
  status: filter?.status ?? undefined,
  sku: filter?.sku ?? undefined,
  orderId: filter?.orderId ?? undefined,
  warehouse: filter?.warehouse ?? undefined,
  customerId: filter?.customerId ?? undefined,
  createdAfter: filter?.createdAfter ?? undefined,
  createdBefore: filter?.createdBefore ?? undefined,
});

/** The order of a list of reservations; newest first by default. */
export const reservationOrder = (orderBy: ReservationOrder | null | undefined): OrderBy<Reservation> =>
  orderOf(
    orderBy,
    { CREATED_AT: ['heldAt'], STATUS: ['status', 'heldAt'] },
    { field: 'CREATED_AT', direction: 'DESC' },
  );

/** The order of a list of stock; by product and warehouse by default. */
export const stockOrder = (orderBy: InventoryOrder | null | undefined): OrderBy<StockItem> =>
  orderOf(
    orderBy,
    {
      SKU: ['sku', 'warehouse'],
      WAREHOUSE: ['warehouse', 'sku'],
      AVAILABLE: ['available'],
      ON_HAND: ['onHand'],
    },
    { field: 'SKU', direction: 'ASC' },
  );
