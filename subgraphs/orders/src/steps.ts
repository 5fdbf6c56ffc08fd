import { instant, type Clock } from '@counterstep/platform';
import type { StepHandler, StepHandlers } from '@counterstep/platform/server';
import type { Context } from './context.ts';
import { addsUp, confirmationRefused } from './domain/order.ts';
import type {
  CompensationPayload,
  CreateOrderPayload,
  MutationAbandonOrderArgs,
  MutationConfirmOrderArgs,
  MutationCreateOrderArgs,
  StepPayload,
} from './generated/schema.ts';
import type { OrderStore } from './order-store.ts';

/** The steps that orders take part in. */
export function createSteps(orders: OrderStore, clock: Clock) {
  const createOrder: StepHandler<MutationCreateOrderArgs, CreateOrderPayload, Context> = async (input) => {
    const { orderId, ...order } = input;
    if (!addsUp(order)) {
      return {
        writes: [],
        response: {
          rejection: { code: 'TOTAL_MISMATCH', message: 'The total is not the sum of the lines.' },
        },
      };
    }
    const number = await orders.freeNumber(orderId, order.placedAt);
    return { writes: [orders.recordPending({ id: orderId, number, ...order })], response: { number } };
  };

  const abandonOrder: StepHandler<MutationAbandonOrderArgs, CompensationPayload, Context> = async (input) => {
    const { orderId, code, message } = input;
    const order = await orders.get(orderId);
    if (order === undefined || order.status === 'CANCELLED')
      return { writes: [], response: { undone: false } };
    return {
      writes: [orders.cancel(order, { code, message, at: instant(clock) })],
      response: { undone: true },
    };
  };

  const confirmOrder: StepHandler<MutationConfirmOrderArgs, StepPayload, Context> = async ({ orderId }) => {
    const order = await orders.get(orderId);
    const rejection = confirmationRefused(order);
    if (rejection !== undefined || order === undefined)
      return { writes: [], response: { rejection: rejection ?? null } };
    return { writes: [orders.confirm(order, instant(clock))], response: {} };
  };

  return { createOrder, abandonOrder, confirmOrder } satisfies StepHandlers<Context>;
}
