import { CodedError, instant, type Clock } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import { addressOf } from './address-of.ts';
import type { Context } from './context.ts';
import { decideCancellationRequest, isLockedBy } from './domain/cancellation.ts';
import { decideConfirmation } from './domain/confirmation.ts';
import { parcelsAfter } from './domain/fulfilment.ts';
import { decideCompletion, decideLock, holdsLock } from './domain/line-lock.ts';
import { addsUp } from './domain/order.ts';
import type {
  CompensationPayload,
  CreateOrderPayload,
  LockLinesPayload,
  MutationAbandonOrderArgs,
  MutationCompleteCancellationArgs,
  MutationConfirmOrderArgs,
  MutationCreateOrderArgs,
  MutationLockLinesArgs,
  MutationRecordParcelMovementArgs,
  MutationRequestCancellationArgs,
  MutationRestoreOrderArgs,
  MutationUnlockLinesArgs,
  StepPayload,
} from './generated/schema.ts';
import type { CountOrder } from './metrics.ts';
import type { OrderStore } from './order-store.ts';
import { createReturnSteps, type ReturnStepOptions } from './return-steps.ts';

/** All steps of orders. */
export const createSteps = (options: ReturnStepOptions, count: CountOrder) => {
  const { orders, clock } = options;
  return {
    ...placingSteps(orders, clock, count),
    ...requestingSteps(orders),
    ...lockingSteps(orders),
    completeCancellation: completeCancellation(orders, clock, count),
    recordParcelMovement: recordParcelMovement(orders, clock),
    ...createReturnSteps(options),
  } satisfies StepHandlers<Context>;
};

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

  const confirmOrder: StepHandler<MutationConfirmOrderArgs, StepPayload, Context> = async (input) => {
    const planned = input.parcels ?? undefined;
    const decision = decideConfirmation(await orders.get(input.orderId), planned);
    if (decision.kind === 'refused') return reject(decision.rejection);
    return {
      writes: [orders.confirm(decision.order, instant(clock), planned)],
      response: {},
      committed: () => {
        count('placed');
      },
    };
  };

  return { createOrder, abandonOrder, confirmOrder };
}

const orderPending = (): CodedError =>
  new CodedError('ORDER_PENDING', 'The order is just being placed. Try again in a moment.');

/** The first step of version 1 of CancelOrder, and its compensation. */
function requestingSteps(orders: OrderStore) {
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
        throw orderPending();
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

  return { requestCancellation, restoreOrder };
}

function lockingSteps(orders: OrderStore) {
  const lockLines: StepHandler<MutationLockLinesArgs, LockLinesPayload, Context> = async (
    { orderId, lines },
    _context,
    { sagaId },
  ) => {
    const decision = decideLock(await orders.get(orderId), lines ?? undefined, sagaId);
    switch (decision.kind) {
      case 'refused':
        return reject(decision.rejection);
      case 'too-early':
        throw orderPending();
      case 'lock': {
        const { order, plan } = decision;
        const { lock, ...answer } = plan;
        const { whole, units } = lock;
        const { number, shippingAddress } = order;
        return {
          writes: [orders.lockLines(order, lock)],
          response: { ...answer, whole, units, number, shippingAddress: addressOf(shippingAddress) },
        };
      }
    }
  };

  const unlockLines: StepHandler<MutationUnlockLinesArgs, CompensationPayload, Context> = async (
    { orderId },
    _context,
    { sagaId },
  ) => {
    const order = await orders.get(orderId);
    if (!holdsLock(order, sagaId)) return unchanged({ undone: false });
    return { writes: [orders.unlock(order)], response: { undone: true } };
  };

  return { lockLines, unlockLines };
}

type CompleteCancellation = StepHandler<MutationCompleteCancellationArgs, StepPayload, Context>;

const completeCancellation =
  (orders: OrderStore, clock: Clock, count: CountOrder): CompleteCancellation =>
  async ({ orderId, code, message }, _context, { sagaId }) => {
    const decision = decideCompletion(await orders.get(orderId), sagaId);
    switch (decision.kind) {
      case 'refused':
        return reject(decision.rejection);
      case 'cancel-lines':
        return {
          writes: [orders.cancelLines(decision.order, decision)],
          response: {},
        };
      case 'cancel':
        return {
          writes: [orders.cancel(decision.order, { code, message, at: instant(clock) })],
          response: {},
          committed: () => {
            count('cancelled');
          },
        };
    }
  };

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
