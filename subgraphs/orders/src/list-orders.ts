import { orderOf } from '@counterstep/service-kit/server';
import type { OrderBy } from '@counterstep/document-store';
import type { Order } from './domain/order.ts';
import type { OrderOrder } from './generated/schema.ts';

/** The order of a list of orders; newest first by default. */
export const listOrder = (orderBy: OrderOrder | null | undefined): OrderBy<Order> =>
  orderOf(
    orderBy,
    { PLACED_AT: ['placedAt'], TOTAL: ['total.amount'], STATUS: ['status', 'placedAt'] },
    { field: 'PLACED_AT', direction: 'DESC' },
  );
