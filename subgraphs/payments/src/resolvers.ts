import type { Money } from '@counterstep/service-kit';
import { idsArgument, isAdmin, requireAdmin, requireViewer, visible } from '@counterstep/service-kit/server';
import type { Resolvers } from './generated/schema.ts';

export const resolvers: Resolvers = {
  Query: {
    payment: async (_parent, { id }, context) => {
      requireViewer(context);
      return visible(context, await context.loaders.payment.load(id)) ?? null;
    },
    payments: (_parent, { filter, ...args }, context) => {
      const viewer = requireViewer(context);
      return context.payments.list(args, {
        customerId: isAdmin(context) ? undefined : viewer.id,
        status: filter?.status ?? undefined,
      });
    },
    simulatedCharges: (_parent, args, context) => {
      requireAdmin(context);
      return context.simulated?.charges(args) ?? null;
    },
    paymentRecords: (_parent, { orderIds, ...args }, { payments }) =>
      payments.list(args, { orderIds: idsArgument(orderIds, 'orderIds') }),
    chargeRecords: (_parent, { orderIds, ...args }, { simulated }) =>
      simulated?.charges(args, idsArgument(orderIds, 'orderIds')) ?? null,
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    payment: async ({ id }, _args, context) =>
      visible(context, await context.loaders.paymentOfOrder.load(id)) ?? null,
  },
  Payment: {
    __resolveReference: async ({ id }, context) =>
      visible(context, await context.loaders.payment.load(id)) ?? null,
    method: ({ method }) => method ?? 'unknown',
    order: ({ orderId }) => ({ id: orderId }),
  },
  SimulatedCharge: {
    key: ({ id }) => id,
    order: ({ reference }) => (reference === undefined ? null : { id: reference }),
    declineCode: ({ declined }) => declined?.declineCode ?? null,
    refunded: ({ amount, refund }) =>
      amount === undefined ? null : refund === undefined ? nothingOf(amount) : amount,
  },
};

const nothingOf = ({ currency }: Money): Money => ({ amount: 0, currency });
