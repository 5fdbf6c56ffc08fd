import type { OrderBy } from '@counterstep/document-store';
import type { Order } from './domain/order.ts';
import type { OrderOrder } from './generated/schema.ts';

/** The order of a list of orders; newest first by default. */
export function listOrder(orderBy: OrderOrder | null | undefined): OrderBy<Order> {
  if (orderBy == null) return [['placedAt', 'descending']];
  const direction = orderBy.direction === 'ASC' ? 'ascending' : 'descending';
  switch (orderBy.field) {
    case 'PLACED_AT':
      return [['placedAt', direction]];
    case 'TOTAL':
      return [['total.amount', direction]];
    case 'STATUS':
      return [
        ['status', direction],
        ['placedAt', direction],
      ];
  }
}
