import { instant, type Clock } from '@counterstep/service-kit';
import type { StepHandler } from '@counterstep/service-kit/server';
import { reject, unchanged, wait } from '@counterstep/step-barrier/document-store';
import { addressOf } from './address-of.ts';
import type { Context } from './context.ts';
import { decideAcceptance, openWithout } from './domain/receiving.ts';
import { merged } from './domain/parcel.ts';
import { notReturnable } from './domain/returnability.ts';
import type {
  AcceptReturnPayload,
  AwaitParcelPayload,
  CompensationPayload,
  MutationAbandonReturnArgs,
  MutationAcceptReturnArgs,
  MutationAwaitParcelArgs,
  MutationCompleteReturnArgs,
  MutationForgetParcelArgs,
  MutationOpenReturnArgs,
  OpenReturnPayload,
  StepPayload,
} from './generated/schema.ts';
import type { OrderStore } from './order-store.ts';
import type { ReturnStore } from './return-store.ts';

/** The stores and the clock of the steps of returns. */
export interface ReturnStepOptions {
  readonly orders: OrderStore;
  readonly returns: ReturnStore;
  readonly clock: Clock;
}

const notFound = { code: 'RETURN_NOT_FOUND', message: 'There is no such return.' };

/** The steps of a return. */
export const createReturnSteps = (options: ReturnStepOptions) => ({
  openReturn: openReturn(options),
  abandonReturn: abandonReturn(options),
  ...waitingSteps(options),
  acceptReturn: acceptReturn(options),
  completeReturn: completeReturn(options),
});

const openReturn =
  ({ orders, returns }: ReturnStepOptions): StepHandler<MutationOpenReturnArgs, OpenReturnPayload, Context> =>
  async ({ returnId, note, ...asked }) => {
    const order = await orders.get(asked.orderId);
    if (order === undefined) return reject({ code: 'ORDER_NOT_FOUND', message: 'There is no such order.' });
    const refusal = notReturnable(order, asked.lines, asked.requestedAt);
    if (refusal !== undefined) return reject(refusal.rejection);
    const lines = merged(asked.lines);
    const number = await returns.freeNumber(returnId, asked.requestedAt);
    const { customerId, openReturns = [] } = order;
    const opened = { ...asked, id: returnId, number, customerId, lines, ...(note != null && { note }) };
    return {
      // The version of the order keeps a unit from being returned twice.
      writes: [
        returns.record(opened),
        orders.recordOpenReturns(order, [...openReturns, { returnId, lines }]),
      ],
      response: { number, address: addressOf(order.shippingAddress) },
    };
  };

const abandonReturn =
  ({
    orders,
    returns,
    clock,
  }: ReturnStepOptions): StepHandler<MutationAbandonReturnArgs, CompensationPayload, Context> =>
  async ({ returnId, code, message }) => {
    const found = await returns.get(returnId);
    const order = found && (await orders.get(found.orderId));
    const isOpen = order?.openReturns?.some((open) => open.returnId === returnId) === true;
    if (found === undefined || order === undefined || !isOpen) return unchanged({ undone: false });
    return {
      writes: [
        returns.recordClosed(found, { code, message, at: instant(clock) }),
        orders.recordOpenReturns(order, openWithout(order, returnId)),
      ],
      response: { undone: true },
    };
  };

/** The refusal of a return whose parcel did not come in time; the code is that of any wait that is over. */
const tooLate = { code: 'WAIT_EXPIRED', message: 'What was to be sent back did not come in time.' };

const HOUR_MS = 3_600_000;

/** How long to wait before asking again about a parcel without news, in milliseconds. */
const ASK_AGAIN_MS = HOUR_MS;

/**
 * How long a saga may go on asking when nothing can be received any more, in milliseconds: what was received in time
 * counts, also where nobody could ask for a while.
 */
const GRACE_MS = 24 * HOUR_MS;

function waitingSteps({ returns, clock }: ReturnStepOptions) {
  const awaitParcel: StepHandler<MutationAwaitParcelArgs, AwaitParcelPayload, Context> = async ({
    returnId,
  }) => {
    const found = await returns.get(returnId);
    if (found === undefined) return reject(notFound);
    const { receivedAt, closing, receiveBy } = found;
    if (receivedAt !== undefined) return unchanged({ receivedAt });
    if (closing !== undefined) return reject({ code: closing.code, message: closing.message });
    // A receipt that comes at the same moment loses, or is heard of when the step is decided again.
    if (instant(clock) >= receiveBy)
      return { writes: [returns.recordForgotten(found)], response: { rejection: tooLate } };
    const nextHour = new Date(clock.now() + ASK_AGAIN_MS).toISOString();
    const askAgainAt = nextHour < receiveBy ? nextHour : receiveBy;
    const until = new Date(Date.parse(receiveBy) + GRACE_MS).toISOString();
    const writes = found.status === 'REQUESTED' ? [returns.recordAwaited(found)] : [];
    return wait({ for: 'PARCEL', askAgainAt, until }, writes);
  };

  const forgetParcel: StepHandler<MutationForgetParcelArgs, CompensationPayload, Context> = async ({
    returnId,
  }) => {
    const found = await returns.get(returnId);
    if (found === undefined || found.forgotten === true) return unchanged({ undone: false });
    return { writes: [returns.recordForgotten(found)], response: { undone: true } };
  };

  return { awaitParcel, forgetParcel };
}

const acceptReturn =
  ({
    orders,
    returns,
  }: ReturnStepOptions): StepHandler<MutationAcceptReturnArgs, AcceptReturnPayload, Context> =>
  async ({ returnId }) => {
    const found = await returns.get(returnId);
    const decision = decideAcceptance(found, found && (await orders.get(found.orderId)));
    if (decision.kind === 'refused') return reject(decision.rejection);
    const { returned, order, orderLines, openReturns, amount, lines, units } = decision.acceptance;
    return {
      writes: [orders.recordReturned(order, orderLines, openReturns), returns.recordAccepted(returned)],
      response: { amount, lines, units },
    };
  };

const completeReturn =
  ({ returns }: ReturnStepOptions): StepHandler<MutationCompleteReturnArgs, StepPayload, Context> =>
  async ({ returnId }) => {
    const found = await returns.get(returnId);
    if (found === undefined) return reject(notFound);
    if (found.status === 'COMPLETED') return unchanged({});
    return { writes: [returns.recordCompleted(found)], response: {} };
  };
