import { withoutNulls } from '@counterstep/service-kit';
import {
  idsArgument,
  listedCustomer,
  requireAdmin,
  requireViewer,
  visible,
} from '@counterstep/service-kit/server';
import { capturedOf, refundableOf, sumOfRefunds } from './domain/refund.ts';
import { completePayment, simulatePayment } from './bank-return.ts';
import { hintsOf, type PaymentHint } from './payment-hints.ts';
import type { Resolvers } from './generated/schema.ts';
import { refundedOf, takenOf } from './provider/charges.ts';
import { chargeOrder, paymentOrder, refundOrder } from './list-orders.ts';

export const resolvers: Resolvers = {
  Query: {
    payment: async (_parent, { id }, context) => {
      requireViewer(context);
      return visible(context, await context.loaders.payment.load(id)) ?? null;
    },
    payments: (_parent, { filter, orderBy, ...args }, context) => {
      const customerId = listedCustomer(context, filter?.customerId, 'payments');
      return context.payments.list(args, { ...given(filter), customerId }, paymentOrder(orderBy));
    },
    refunds: (_parent, { filter, orderBy, ...args }, context) => {
      const customerId = listedCustomer(context, filter?.customerId, 'payments');
      return context.refunds.list(args, { ...given(filter), customerId }, refundOrder(orderBy));
    },
    simulatedCharges: (_parent, { orderBy, ...args }, context) => {
      requireAdmin(context);
      return context.simulated?.charges(args, undefined, chargeOrder(orderBy)) ?? null;
    },
    paymentRecords: (_parent, { orderIds, ...args }, { payments }) =>
      payments.list(args, { orderIds: idsArgument(orderIds, 'orderIds') }),
    chargeRecords: (_parent, { orderIds, ...args }, { simulated }) =>
      simulated?.charges(args, idsArgument(orderIds, 'orderIds')) ?? null,
  },
  Mutation: {
    completePayment: (_parent, { input }, context) => completePayment(input, context),
    simulatePayment: (_parent, { input }, context) => simulatePayment(input, context),
  },
  Subscription: {
    paymentSettled: {
      subscribe: async (_parent, _args, { payments }) => hintsOf(await payments.changes()),
      resolve: (hint: PaymentHint) => hint,
    },
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    payment: async ({ id }, _args, context) =>
      visible(context, await context.loaders.paymentOfOrder.load(id)) ?? null,
    refunded: async ({ id }, _args, context) => {
      const payment = visible(context, await context.loaders.paymentOfOrder.load(id));
      return payment === undefined
        ? null
        : sumOfRefunds(payment, await context.loaders.refundsOfOrder.load(id));
    },
    refunds: async ({ id }, _args, context) =>
      (await context.loaders.refundsOfOrder.load(id)).filter((refund) => visible(context, refund)),
  },
  Payment: {
    __resolveReference: async ({ id }, context) =>
      visible(context, await context.loaders.payment.load(id)) ?? null,
    method: ({ method }) => method ?? 'unknown',
    captured: capturedOf,
    refundable: refundableOf,
    refunds: ({ orderId }, _args, context) => context.loaders.refundsOfOrder.load(orderId),
    action: ({ status, action, customerId }, _args, { viewer }) =>
      status === 'REQUIRES_ACTION' && viewer?.id === customerId ? (action ?? null) : null,
    order: ({ orderId }) => ({ id: orderId }),
  },
  Refund: {
    __resolveReference: async ({ id }, context) =>
      visible(context, await context.loaders.refund.load(id)) ?? null,
    order: ({ orderId }) => ({ id: orderId }),
    return: ({ returnId }) => (returnId === undefined ? null : { id: returnId }),
  },
  Return: {
    __resolveReference: ({ id }) => ({ id }),
    refund: async ({ id }, _args, context) =>
      visible(context, await context.loaders.refundOfReturn.load(id)) ?? null,
  },
  SimulatedCharge: {
    key: ({ id }) => id,
    order: ({ reference }) => (reference === undefined ? null : { id: reference }),
    declineCode: ({ declined }) => declined?.declineCode ?? null,
    captured: (charge) =>
      charge.amount === undefined ? null : { ...charge.amount, amount: takenOf(charge) },
    refunded: (charge) =>
      charge.amount === undefined ? null : { amount: refundedOf(charge), currency: charge.amount.currency },
  },
};

/** The conditions of a filter that are given. */
const given = <T extends object>(
  filter: T | null | undefined,
): { readonly [K in keyof T]?: NonNullable<T[K]> } => withoutNulls<object>(filter ?? {});
