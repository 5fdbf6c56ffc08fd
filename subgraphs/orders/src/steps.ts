import { CodedError, instant, type Clock } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import { decideCancellationRequest, isLockedBy, notLocked } from './domain/cancellation.ts';
import { parcelsAfter } from './domain/fulfilment.ts';
import { addsUp, decideConfirmation } from './domain/order.ts';
import type {
  CompensationPayload,
  CreateOrderPayload,
  MutationAbandonOrderArgs,
  MutationCompleteCancellationArgs,
  MutationConfirmOrderArgs,
  MutationCreateOrderArgs,
  MutationRecordParcelMovementArgs,
  MutationRequestCancellationArgs,
  MutationRestoreOrderArgs,
  StepPayload,
} from './generated/schema.ts';
import type { CountOrder } from './metrics.ts';
import type { OrderStore } from './order-store.ts';

/** The steps that orders take part in. */
export const createSteps = (orders: OrderStore, clock: Clock, count: CountOrder) =>
  ({
    ...placingSteps(orders, clock, count),
    ...cancellingSteps(orders, clock, count),
    recordParcelMovement: recordParcelMovement(orders, clock),
  }) satisfies StepHandlers<Context>;

function placingSteps(orders: OrderStore, clock: Clock, count: CountOrder) {
  const createOrder: StepHandler<MutationCreateOrderArgs, CreateOrderPayload, Context> = async (input) => {
    const { orderId, ...order } = input;
    if (!addsUp(order)) {
      return reject({ code: 'TOTAL_MISMATCH', message: 'The total is not the sum of the lines.' });
    }
    const number = await orders.freeNumber(orderId, order.placedAt);
    return { writes: [orders.recordPending({ id: orderId, number, ...order })], response: { number } };
  };

  const abandonOrder: StepHandler<MutationAbandonOrderArgs, CompensationPayload, Context> = async (input) => {
    const { orderId, code, message } = input;
    const order = await orders.get(orderId);
    if (order === undefined || order.status === 'CANCELLED') return unchanged({ undone: false });
    return {
      writes: [orders.cancel(order, { code, message, at: instant(clock) })],
      response: { undone: true },
      committed: () => {
        count('not_placed');
      },
    };
  };

  const confirmOrder: StepHandler<MutationConfirmOrderArgs, StepPayload, Context> = async ({ orderId }) => {
    const decision = decideConfirmation(await orders.get(orderId));
    if (decision.kind === 'refused') return reject(decision.rejection);
    return {
      writes: [orders.confirm(decision.order, instant(clock))],
      response: {},
      committed: () => {
        count('placed');
      },
    };
  };

  return { createOrder, abandonOrder, confirmOrder };
}

function cancellingSteps(orders: OrderStore, clock: Clock, count: CountOrder) {
  const requestCancellation: StepHandler<MutationRequestCancellationArgs, StepPayload, Context> = async (
    { orderId },
    _context,
    { sagaId },
  ) => {
    const decision = decideCancellationRequest(await orders.get(orderId));
    switch (decision.kind) {
      case 'refused':
        return reject(decision.rejection);
      case 'too-early':
        throw new CodedError('ORDER_PENDING', 'The order is just being placed. Try again in a moment.');
      case 'lock':
        return { writes: [orders.lock(decision.order, sagaId)], response: {} };
    }
  };

  const restoreOrder: StepHandler<MutationRestoreOrderArgs, CompensationPayload, Context> = async (
    { orderId },
    _context,
    { sagaId },
  ) => {
    const order = await orders.get(orderId);
    if (!isLockedBy(order, sagaId)) return unchanged({ undone: false });
    return { writes: [orders.unlock(order)], response: { undone: true } };
  };

  const completeCancellation: StepHandler<MutationCompleteCancellationArgs, StepPayload, Context> = async (
    { orderId, code, message },
    _context,
    { sagaId },
  ) => {
    const order = await orders.get(orderId);
    if (!isLockedBy(order, sagaId)) return reject(notLocked);
    return {
      writes: [orders.cancel(order, { code, message, at: instant(clock) })],
      response: {},
      committed: () => {
        count('cancelled');
      },
    };
  };

  return { requestCancellation, restoreOrder, completeCancellation };
}

type RecordParcelMovement = StepHandler<MutationRecordParcelMovementArgs, StepPayload, Context>;

const recordParcelMovement =
  (orders: OrderStore, clock: Clock): RecordParcelMovement =>
  async ({ orderId, ...report }) => {
    const order = await orders.get(orderId);
    if (order === undefined) return reject({ code: 'ORDER_NOT_FOUND', message: 'There is no such order.' });
    const parcels = parcelsAfter(order, { ...report, at: instant(clock) });
    return parcels === undefined
      ? unchanged({})
      : { writes: [orders.recordParcels(order, parcels)], response: {} };
  };
