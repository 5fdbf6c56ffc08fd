import { BadUserInput } from '@counterstep/service-kit';
import { idsArgument, isAdmin, requireAdmin, visible } from '@counterstep/service-kit/server';
import { adjustStock } from './adjust-stock.ts';
import { keptLines } from './domain/reservation.ts';
import { totalStock, type StockLevel } from './domain/stock.ts';
import type { InventoryFilter, Resolvers } from './generated/schema.ts';
import type { StockCriteria } from './inventory-store.ts';
import { createWarehouse, updateWarehouse } from './change-warehouses.ts';
import {
  movementCriteria,
  movementOrder,
  reservationCriteria,
  reservationOrder,
  stockOrder,
} from './list-arguments.ts';
import { endingHolds, expireHold, extendHold } from './hold-ends.ts';
import { followStockLevels } from './stock-levels.ts';

const MAX_CATEGORIES = 100;

export const resolvers: Resolvers = {
  Query: {
    inventory: (_parent, { sku, filter, orderBy, ...args }, context) => {
      requireAdmin(context);
      return context.inventory.list(args, criteriaOf(sku, filter), stockOrder(orderBy));
    },
    warehouses: (_parent, _args, context) => {
      requireAdmin(context);
      return context.inventory.warehouses();
    },
    stockMovements: (_parent, { filter, orderBy, ...args }, context) => {
      requireAdmin(context);
      return context.inventory.movements(args, movementCriteria(filter), movementOrder(orderBy));
    },
    reservations: (_parent, { filter, orderBy, ...args }, context) => {
      requireAdmin(context);
      return context.inventory.reservations(args, reservationCriteria(filter), reservationOrder(orderBy));
    },
    reservationRecords: (_parent, { orderIds, ...args }, { books }) =>
      books.reservations(args, idsArgument(orderIds, 'orderIds')),
    stockBooks: (_parent, _args, { books }) => books.stock(),
    endingHolds: (_parent, args, context) => endingHolds(args, context),
  },
  Mutation: {
    createWarehouse: async (_parent, { input }, context) => {
      requireAdmin(context);
      return answerOf(await createWarehouse(input, context));
    },
    updateWarehouse: async (_parent, { input }, context) => {
      requireAdmin(context);
      return answerOf(await updateWarehouse(input, context));
    },
    recordCategories: async (_parent, { input }, { inventory }) => {
      if (input.length > MAX_CATEGORIES)
        throw new BadUserInput(`input must have at most ${MAX_CATEGORIES} products.`, ['input']);
      const told = new Map(input.map(({ sku, category }) => [sku, category]));
      return { recorded: await inventory.recordCategories(told) };
    },
    extendHold: (_parent, args, context) => extendHold(args, context),
    expireHold: (_parent, { orderId }, context) => expireHold(orderId, context),
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
  StockMovement: {
    order: ({ orderId }) => (orderId === undefined ? null : { id: orderId }),
  },
  Reservation: {
    createdAt: ({ heldAt }) => heldAt,
    order: ({ orderId }) => ({ id: orderId }),
  },
  ReservationRecord: {
    allocated: ({ allocatedAt }) => allocatedAt !== undefined,
    kept: (reservation) => keptLines(reservation),
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    reservation: async ({ id }, _args, context) =>
      visible(context, await context.loaders.reservationByOrder.load(id)) ?? null,
  },
};

/** The warehouse with an empty list of errors, or the errors alone. */
const answerOf = <Changed, Failed>(
  result: { readonly warehouse: Changed } | { readonly errors: readonly Failed[] },
) => ('errors' in result ? { errors: result.errors } : { warehouse: result.warehouse, errors: [] });

/** A product named in both ways must match both: two that differ match nothing. */
function criteriaOf(
  sku: string | null | undefined,
  filter: InventoryFilter | null | undefined,
): StockCriteria {
  const named = [...new Set([sku, filter?.sku])].filter((one) => one != null);
  return {
    skus: named.length === 0 ? undefined : named.length === 1 ? named : [],
    category: filter?.category ?? undefined,
    warehouse: filter?.warehouse ?? undefined,
    inStock: filter?.inStock ?? undefined,
  };
}
