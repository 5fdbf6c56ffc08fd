import type { Reservation } from '@counterstep/inventory/domain/reservation';
import type { StockMovement } from '@counterstep/inventory/domain/movement';
import type { StockItem } from '@counterstep/inventory/domain/stock';
import type { Order } from '@counterstep/orders/domain/order';
import type { Return } from '@counterstep/orders/domain/return';
import type { Payment } from '@counterstep/payments/domain/payment';
import type { Refund } from '@counterstep/payments/domain/refund';
import type { Charge } from '@counterstep/payments/participant';
import type { Shipment } from '@counterstep/shipping/domain/shipment';
import type { Booking } from '@counterstep/shipping/participant';
import type { MemoryDatabase } from '@counterstep/document-store/memory';
import type { SagaDocument } from '@counterstep/saga-engine';
import type { InvariantViolation } from '../invariants.ts';
import { checkOrderBooks, checkShelves, type EndedSaga } from './books.ts';

const endedSaga = ({ definitionName: type, status, input, steps }: SagaDocument): EndedSaga => {
  const isDone = status === 'COMPLETED';
  const { returnId, refundId } = input as { readonly returnId?: string; readonly refundId?: string };
  const locked = steps.find(({ name }) => name === 'lockLines')?.output?.['lines'];
  const lines = (locked ?? []) as readonly { readonly quantity: number }[];
  return {
    ...{ type, isDone, about: returnId ?? refundId },
    cancelled: isDone ? lines.reduce((total, { quantity }) => total + quantity, 0) : 0,
  };
};

/** Reads what everybody has stored of an order whose sagas have all ended; the first thing that is wrong. */
export const checkShop = (
  databaseOf: (name: string) => MemoryDatabase,
  orderId: string,
  sagas: readonly SagaDocument[],
): InvariantViolation | undefined => {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  const all = <T>(database: string, collection: string): readonly T[] =>
    databaseOf(database).tableOf(collection).select({}) as unknown as readonly T[];
  const isOf = (document: { readonly orderId: string }): boolean => document.orderId === orderId;
  const reservations = all<Reservation>('inventory', 'reservations');
  const found =
    checkOrderBooks({
      order: all<Order>('orders', 'orders').find(({ id }) => id === orderId),
      returns: all<Return>('orders', 'returns').filter(isOf),
      reservation: reservations.find(isOf),
      payment: all<Payment>('payments', 'payments').find(isOf),
      refunds: all<Refund>('payments', 'refunds').filter(isOf),
      charge: all<Charge>('provider', 'charges').find(({ reference }) => reference === orderId),
      shipments: all<Shipment>('shipping', 'shipments').filter(isOf),
      bookings: all<Booking>('carrier', 'bookings').filter(({ reference }) => reference === orderId),
      sagas: sagas.map(endedSaga),
    }) ??
    checkShelves(
      all<StockItem>('inventory', 'stock'),
      all<StockMovement>('inventory', 'stock_movements'),
      reservations,
    );
  return found && { ...found, how: `${found.how} (${orderId})` };
};
