import { BadUserInput } from '@counterstep/service-kit';
import { requireAdmin, requireViewer } from '@counterstep/service-kit/server';
import type { SagaDocument } from '@counterstep/saga-engine';
import {
  followVisible,
  sequenceInLatest,
  snapshotOf,
  visibleSaga,
  visibleSagas,
  type SagaProgress,
} from '@counterstep/saga-service';
import { auditTypes } from './audit/resolvers.ts';
import { cancelOrder, refusalsOf } from './cancel-order/cancel-order.ts';
import { createPrecheck } from './cancel-order/precheck.ts';
import type { Resolvers } from './generated/schema.ts';
import { historyOf } from './history/history.ts';
import { issueRefund, refundOf } from './issue-refund/issue-refund.ts';
import { awaitAnswer, placeOrder } from './place-order/place-order.ts';
import type { ReturnAnswer } from './returns/errors.ts';
import { requestReturn } from './returns/request-return.ts';
import { sagaOfReturn } from './returns/return-saga.ts';
import { closeReturn, receiveReturn } from './returns/settle-return.ts';
import type { Context } from './context.ts';

/** The most events of an order's history in one answer. */
const MAX_EVENTS = 500;

/** What the shop adds to the resolvers of sagas. */
export const resolvers: Resolvers = {
  Node: {
    __resolveType: (node) => ('__typename' in node ? node.__typename : 'Saga'),
  },
  Query: {
    node: async (_parent, { id }, context) =>
      visibleSaga(context, await context.sagas.get(id)) ?? (await context.nodes.load(id)) ?? null,
  },
  Mutation: {
    placeOrder: async (_parent, { input }, context) => {
      const viewer = requireViewer(context);
      const askedAt = performance.now();
      const placed = await placeOrder(
        input,
        { ...context, viewer },
        { ...context, ask: context.askWithRetries },
      );
      if ('errors' in placed) return { errors: placed.errors };
      const waitedMs = performance.now() - askedAt;
      const awaited = await awaitAnswer(context.runner, placed.saga, input.waitFor ?? 'RECORDED', waitedMs);
      const saga = await snapshotOf(context, awaited);
      return { orderId: saga.subject ?? null, order: orderOf(saga), saga, errors: [] };
    },
    cancelOrder: async (_parent, { input }, context) => {
      const viewer = requireViewer(context);
      const { saga: begun, errors } = await cancelOrder(
        input,
        { ...context, viewer },
        { ...context, precheck: createPrecheck(context.ask, context) },
      );
      if (begun === undefined) return { order: null, saga: null, errors };
      const saga = await snapshotOf(context, begun);
      return { order: orderOf(saga), saga, errors: errors.length > 0 ? errors : refusalsOf(saga) };
    },
    issueRefund: async (_parent, { input }, context) => {
      const viewer = requireAdmin(context);
      const { saga: begun, errors } = await issueRefund(input, { ...context, viewer }, context);
      if (begun === undefined) return { refund: null, saga: null, errors };
      const saga = await snapshotOf(context, begun);
      return { refund: errors.length > 0 ? null : refundOf(saga), saga, errors };
    },
    requestReturn: async (_parent, { input }, context) => {
      const viewer = requireViewer(context);
      return returnPayload(await requestReturn(input, { ...context, viewer }, context), context);
    },
    receiveReturn: async (_parent, { input }, context) => {
      const viewer = requireAdmin(context);
      return returnPayload(await receiveReturn(input, { ...context, viewer }, context), context);
    },
    closeReturn: async (_parent, { input }, context) => {
      const viewer = requireViewer(context);
      return returnPayload(await closeReturn(input, { ...context, viewer }, context), context);
    },
  },
  Subscription: {
    orderProgress: {
      subscribe: async (_parent, { orderId, afterSequence }, context) => {
        requireViewer(context);
        const sagas = await visibleSagas(context, orderId);
        const named = { argument: 'orderId', absent: 'There is no such order or saga.' };
        return followVisible(context, sagas.at(-1), named, sequenceInLatest(sagas, afterSequence));
      },
      resolve: (event: SagaProgress) => event,
    },
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    saga: async ({ id }, _args, context) => (await visibleSagas(context, id)).at(-1) ?? null,
    sagas: ({ id }, _args, context) => visibleSagas(context, id),
    history: async ({ id }, { last }, context) => {
      if (last < 1 || last > MAX_EVENTS) throw new BadUserInput(`last must be 1 to ${MAX_EVENTS}.`, ['last']);
      return historyOf(await visibleSagas(context, id), last);
    },
  },
  Return: {
    __resolveReference: ({ id }) => ({ id }),
    saga: async ({ id }, _args, context) =>
      visibleSaga(context, await context.sagas.get(sagaOfReturn(id))) ?? null,
  },
  Saga: { order: orderOf },
  SagaEvent: { order: ({ saga }) => orderOf(saga) },
  ...auditTypes,
};

function orderOf(saga: SagaDocument): { readonly id: string } | null {
  return saga.subject === undefined ? null : { id: saga.subject };
}

async function returnPayload({ returnId, saga, errors }: ReturnAnswer, context: Context) {
  return {
    return: returnId === undefined ? null : { id: returnId },
    saga: saga === undefined ? null : await snapshotOf(context, saga),
    errors,
  };
}
