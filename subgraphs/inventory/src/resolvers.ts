import { idsArgument, isAdmin, requireAdmin, visible } from '@counterstep/service-kit/server';
import { adjustStock } from './adjust-stock.ts';
import { totalStock, type StockLevel } from './domain/stock.ts';
import type { Resolvers } from './generated/schema.ts';
import { followStockLevels } from './stock-levels.ts';

export const resolvers: Resolvers = {
  Query: {
    inventory: (_parent, { sku, ...args }, context) => {
      requireAdmin(context);
      return context.inventory.list(args, sku ?? undefined);
    },
    reservationRecords: (_parent, { orderIds, ...args }, { books }) =>
      books.reservations(args, idsArgument(orderIds, 'orderIds')),
    stockBooks: (_parent, _args, { books }) => books.stock(),
  },
  Mutation: {
    adjustStock: async (_parent, { input }, context) => {
      const { id } = requireAdmin(context);
      const result = await adjustStock(input, id, context);
      if ('errors' in result) return { errors: result.errors };
      context.loaders.itemsBySku.clear(input.sku);
      return { product: { sku: input.sku }, ...result.answer, errors: [] };
    },
  },
  Subscription: {
    stockChanged: {
      subscribe: (_parent, _args, { inventory }) => followStockLevels(inventory),
      resolve: (level: StockLevel) => level,
    },
  },
  Product: {
    __resolveReference: ({ sku }) => ({ sku }),
    stock: async ({ sku }, _args, { loaders }) => totalStock(await loaders.itemsBySku.load(sku)),
  },
  Stock: {
    inStock: ({ available }) => available > 0,
    onHand: ({ onHand }, _args, context) => (isAdmin(context) ? onHand : null),
    reserved: ({ reserved }, _args, context) => (isAdmin(context) ? reserved : null),
  },
  StockItem: {
    product: ({ sku }) => ({ sku }),
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    reservation: async ({ id }, _args, context) =>
      visible(context, await context.loaders.reservationByOrder.load(id)) ?? null,
  },
};
