import { expect } from '@jest/globals';
import { ada, stepInput } from '@counterstep/service-kit/testing';
import type { Payment } from '../src/domain/payment.ts';
import { paymentOf, usd, type Till } from './fixture.ts';

const AUTHORIZE = `mutation ($step: StepInput!, $input: AuthorizePaymentInput!) { authorizePayment(step: $step, input: $input) {
  paymentId rejection { code } waiting { for askAgainAt until } } }`;
const VOID = `mutation ($step: StepInput!, $input: PaymentStepInput!) { voidPayment(step: $step, input: $input) { undone } }`;
const CAPTURE = `mutation ($step: StepInput!, $input: PaymentStepInput!) {
  capturePayment(step: $step, input: $input) { rejection { code } } }`;
const PART = `mutation ($step: StepInput!, $input: RefundPartInput!) { refundPart(step: $step, input: $input) {
  refunded { amount } refundId rejection { code } } }`;

const coordinator = { service: 'coordinator' } as const;

/** Calls the steps of one order's saga, and of later sagas. */
export const orderAt = (till: Pick<Till, 'ask'>, orderId: string, token = 'tok_visa', amount = 2800) => {
  const step = (name: string, saga = `placing-${orderId}`) => stepInput(name, saga);
  const answerOf = async (query: string, called: object, input: object) => {
    const { data, errors } = await till.ask(query, { step: called, input }, coordinator);
    return errors === undefined ? Object.values(data!)[0] : errors[0]!.extensions['code'];
  };
  const charge = { orderId, customerId: ada.id, amount: usd(amount), token };
  return {
    orderId,
    authorize: () => answerOf(AUTHORIZE, step('authorizePayment'), charge),
    void: () => answerOf(VOID, step('authorizePayment'), { orderId }),
    capture: () => answerOf(CAPTURE, step('capturePayment'), { orderId }),
    /** Another saga refunds a part; asking again under the same name asks for the same part. */
    part: (name: string, much: number, cause = 'CANCELLATION') =>
      answerOf(PART, step('refundPayment', `${name}-${orderId}`), { orderId, amount: usd(much), cause }),
    payment: () => paymentOf(till, orderId),
  };
};

/** The provider's ledger entry for an order. */
export const entryOf = async ({ ledger }: Pick<Till, 'ledger'>, orderId: string) =>
  (await ledger.charges({ first: 1 }, [orderId])).nodes[0];

export const MINUTE_MS = 60_000;

/** Makes a payment older by so many ms. */
export async function age(till: Till, orderId: string, ms: number): Promise<void> {
  const payments = till.store().collection<Payment>({
    name: 'payments',
    indexes: [['customerId', 'createdAt'], ['status', 'createdAt'], ['amount.amount'], ['createdAt']],
    unique: [['orderId'], ['providerKey']],
  });
  const payment = (await payments.find({ where: { orderId }, limit: 1 })).edges[0]!.node;
  const createdAt = new Date(Date.parse(payment.createdAt) - ms).toISOString();
  await till.store().commit([payments.update(payment.id, {}, { $set: { createdAt } })]);
}

export const waits = (who: 'CUSTOMER' | 'PROVIDER') =>
  ({ paymentId: null, rejection: null, waiting: { for: who } }) as const;
export const authorized = { paymentId: expect.any(String), rejection: null, waiting: null } as const;
export const refused = (code: string) => ({ paymentId: null, rejection: { code }, waiting: null });
export const done = { rejection: null };
