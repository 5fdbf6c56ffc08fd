import { BadUserInput, Forbidden } from '@counterstep/service-kit';
import {
  emptyConnection,
  idsArgument,
  isAdmin,
  maySee,
  requireViewer,
  visible,
} from '@counterstep/service-kit/server';
import type { Context } from './context.ts';
import { countedLines, fulfilmentOf, nextActionsOf } from './domain/fulfilment.ts';
import { lineTotal, type Order } from './domain/order.ts';
import type { OrderFilter, QueryOrderArgs, Resolvers } from './generated/schema.ts';
import { listOrder } from './list-orders.ts';
import type { OrderCriteria } from './order-store.ts';

export const resolvers: Resolvers = {
  Query: {
    order: async (_parent, args, context) => {
      requireViewer(context);
      return visible(context, await oneOrder(args, context)) ?? null;
    },
    orders: (_parent, { filter, orderBy, ...args }, context) =>
      context.orders.list(args, criteriaOf(filter ?? {}, context), listOrder(orderBy)),
    orderRecords: (_parent, { orderIds, ...args }, { orders }) =>
      orders.list(args, { ids: idsArgument(orderIds, 'orderIds') }),
  },
  Order: {
    __resolveReference: async ({ id }, context) =>
      visible(context, await context.loaders.order.load(id)) ?? null,
    customer: ({ customerId }: Order) => ({ id: customerId }),
    lines: countedLines,
    fulfilment: fulfilmentOf,
    nextActions: (order) => [...nextActionsOf(order)],
  },
  OrderLine: {
    total: lineTotal,
    product: ({ sku }) => ({ sku }),
  },
  Customer: {
    __resolveReference: ({ id }) => ({ id }),
    orders: ({ id }, args, context) =>
      maySee(context, id) ? context.orders.list(args, { customerId: id }) : emptyConnection(),
  },
};

/** @throws {BadUserInput} unless exactly one of id and number is given. */
function oneOrder({ id, number }: QueryOrderArgs, { loaders, orders }: Context): Promise<Order | undefined> {
  if (id != null && number == null) return loaders.order.load(id);
  if (number != null && id == null) return orders.withNumber(number.toUpperCase());
  throw new BadUserInput('Exactly one of id and number must be given.', [id == null ? 'id' : 'number']);
}

/**
 * What the filter asks for, as far as the viewer may see.
 *
 * @throws {Forbidden} when it names another customer and the viewer is not ADMIN.
 */
function criteriaOf(filter: OrderFilter, context: Context): OrderCriteria {
  const viewer = requireViewer(context);
  const asked = filter.customerId ?? undefined;
  if (asked !== undefined && !maySee(context, asked))
    throw new Forbidden('These are another customer’s orders.');
  return {
    customerId: asked ?? (isAdmin(context) ? undefined : viewer.id),
    status: filter.status ?? undefined,
    placedAfter: filter.placedAfter ?? undefined,
    placedBefore: filter.placedBefore ?? undefined,
  };
}
