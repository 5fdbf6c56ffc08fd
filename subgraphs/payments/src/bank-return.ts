import { Forbidden, type UserError } from '@counterstep/service-kit';
import { requireViewer, visible } from '@counterstep/service-kit/server';
import type { Context } from './context.ts';
import type { Payment } from './domain/payment.ts';
import type { CompletePaymentInput, ResolversTypes, SimulatePaymentInput } from './generated/schema.ts';

type Completed = Awaited<ResolversTypes['CompletePaymentPayload']>;
type Simulated = Awaited<ResolversTypes['SimulatePaymentPayload']>;

const path = ['input', 'orderId'];

const orderNotFound: UserError<'OrderNotFound'> = {
  ...{ __typename: 'OrderNotFound', code: 'ORDER_NOT_FOUND', path },
  message: 'There is no such order, or no payment of it yet.',
};

const noPaymentAction = (message: string): UserError<'NoPaymentAction'> => ({
  ...{ __typename: 'NoPaymentAction', code: 'NO_PAYMENT_ACTION', message, path },
});

const paymentOf = async (orderId: string, context: Context): Promise<Payment | undefined> => {
  requireViewer(context);
  return visible(context, (await context.payments.ofOrders([orderId])).get(orderId));
};

/** Whether the payment is or was waiting: a customer who comes back twice, or after the news, is not refused. */
const isOrWasOpen = ({ status, action }: Payment): boolean =>
  status === 'REQUIRES_ACTION' ||
  status === 'PROCESSING' ||
  (action !== undefined && (status === 'AUTHORIZED' || status === 'CAPTURED'));

/** Asks the provider for news of a waiting payment, without waiting for the saga to ask. */
export async function completePayment(
  { orderId }: CompletePaymentInput,
  context: Context,
): Promise<Completed> {
  const payment = await paymentOf(orderId, context);
  if (payment === undefined) return { order: null, payment: null, errors: [orderNotFound] };
  const order = { id: orderId };
  if (!isOrWasOpen(payment))
    return { order, payment, errors: [noPaymentAction('The payment waits for nothing.')] };
  return { order, payment: await context.inquire(payment, context.trace), errors: [] };
}

/**
 * Makes the simulated provider do what the input names, then asks it for the outcome.
 *
 * @throws {Forbidden} in production, and where a real provider is used.
 */
export async function simulatePayment(
  { orderId, outcome }: SimulatePaymentInput,
  context: Context,
): Promise<Simulated> {
  const payment = await paymentOf(orderId, context);
  const { simulated, mayPlayBank } = context;
  if (simulated === undefined || !mayPlayBank)
    throw new Forbidden('Payments are simulated by the simulated provider only, and never in production.');
  if (payment === undefined) return { payment: null, errors: [orderNotFound] };
  if (!(await simulated.simulate(payment.providerKey, outcome)))
    return { payment, errors: [noPaymentAction('Nothing like that can happen to the payment now.')] };
  return { payment: await context.inquire(payment, context.trace), errors: [] };
}
