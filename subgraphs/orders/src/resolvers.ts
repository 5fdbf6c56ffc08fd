import { BadUserInput, instant } from '@counterstep/service-kit';
import {
  emptyConnection,
  idsArgument,
  isAdmin,
  listedCustomer,
  maySee,
  requireViewer,
  visible,
} from '@counterstep/service-kit/server';
import type { Context } from './context.ts';
import { countedLines, fulfilmentOf } from './domain/fulfilment.ts';
import { nextActionsOf } from './domain/next-actions.ts';
import { lineTotal, type Order } from './domain/order.ts';
import type { Return } from './domain/return.ts';
import { returnableUnits } from './domain/returnability.ts';
import type { OrderFilter, QueryOrderArgs, Resolvers, ReturnFilter } from './generated/schema.ts';
import { listOrder } from './list-orders.ts';
import { returnOrder } from './list-returns.ts';
import type { OrderCriteria } from './order-store.ts';
import type { ReturnCriteria } from './return-store.ts';
import { recordClosing, recordReceipt } from './returns.ts';

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
    return: async (_parent, { id }, context) => {
      requireViewer(context);
      return visible(context, await context.loaders.return.load(id)) ?? null;
    },
    returns: (_parent, { filter, orderBy, ...args }, context) =>
      context.returns.list(args, returnCriteriaOf(filter ?? {}, context), returnOrder(orderBy)),
    returnableUnits: async (_parent, { orderId }, { loaders, clock }) => {
      const order = await loaders.order.load(orderId);
      return order === undefined ? null : returnableUnits(order, instant(clock));
    },
  },
  Mutation: {
    recordReceipt: (_parent, { input }, context) => recordReceipt(input, context),
    recordClosing: (_parent, { input }, context) => recordClosing(input, context),
  },
  Order: {
    __resolveReference: async (reference, context) => {
      const order = visible(context, await context.loaders.order.load(reference.id));
      if (order === undefined) return null;
      return 'payment' in reference ? { ...order, payment: reference.payment } : order;
    },
    customer: ({ customerId }: Order) => ({ id: customerId }),
    lines: countedLines,
    fulfilment: fulfilmentOf,
    nextActions: (order, _args, context) =>
      nextActionsOf(order, {
        isAdmin: isAdmin(context),
        at: instant(context.clock),
        payableUntil: order.payment?.action?.expiresAt,
      }),
    returns: ({ id }: Order, _args, { loaders }) => loaders.returnsOfOrder.load(id),
  },
  Return: {
    __resolveReference: async ({ id }, context) =>
      visible(context, await context.loaders.return.load(id)) ?? null,
    order: async ({ orderId }: Return, _args, { loaders }) => {
      const order = await loaders.order.load(orderId);
      if (order === undefined) throw new Error(`The order ${orderId} of a return is lost.`);
      return order;
    },
  },
  OrderLine: {
    total: lineTotal,
    product: ({ sku }) => ({ sku }),
  },
  Customer: {
    __resolveReference: ({ id }) => ({ id }),
    orders: ({ id }, { orderBy, ...args }, context) =>
      maySee(context, id)
        ? context.orders.list(args, { customerId: id }, listOrder(orderBy))
        : emptyConnection(),
  },
};

/** @throws {BadUserInput} unless exactly one of id and number is given. */
function oneOrder({ id, number }: QueryOrderArgs, { loaders, orders }: Context): Promise<Order | undefined> {
  if (id != null && number == null) return loaders.order.load(id);
  if (number != null && id == null) return orders.withNumber(number.toUpperCase());
  throw new BadUserInput('Exactly one of id and number must be given.', [id == null ? 'id' : 'number']);
}

const criteriaOf = (filter: OrderFilter, context: Context): OrderCriteria => ({
  customerId: listedCustomer(context, filter.customerId, 'orders'),
  status: filter.status ?? undefined,
  placedAfter: filter.placedAfter ?? undefined,
  placedBefore: filter.placedBefore ?? undefined,
});

const returnCriteriaOf = (filter: ReturnFilter, context: Context): ReturnCriteria => ({
  customerId: listedCustomer(context, filter.customerId, 'orders'),
  orderId: filter.orderId ?? undefined,
  status: filter.status ?? undefined,
  requestedAfter: filter.requestedAfter ?? undefined,
  requestedBefore: filter.requestedBefore ?? undefined,
});
