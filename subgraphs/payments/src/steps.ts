import { CodedError, instant, newId, type Clock } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Write } from '@counterstep/document-store';
import type { Context } from './context.ts';
import { declined, paymentRefused, pendingPayment, refund, type Payment } from './domain/payment.ts';
import type {
  CompensationPayload,
  MutationProcessPaymentArgs,
  MutationRefundOrderArgs,
  MutationRefundPaymentArgs,
  ProcessPaymentPayload,
  StepPayload,
} from './generated/schema.ts';
import type { CountPayment } from './metrics.ts';
import type { PaymentStore } from './payment-store.ts';
import type { CancelAnswer, PaymentProvider } from './provider/payment-provider.ts';

/** The steps that payments take part in. */
export const createSteps = (
  payments: PaymentStore,
  provider: PaymentProvider,
  clock: Clock,
  count: CountPayment,
) =>
  ({
    processPayment: processPayment(payments, provider, clock, count),
    refundPayment: refundPayment(payments, provider, count),
    refundOrder: refundOrder(payments, provider, count),
  }) satisfies StepHandlers<Context>;

/** How the span of a call is named and what it says. */
const providerSpan = (operation: 'charge' | 'cancel') =>
  [`provider ${operation}`, { kind: 'CLIENT', attributes: { 'peer.service': 'payment-provider' } }] as const;

type ProcessPayment = StepHandler<MutationProcessPaymentArgs, ProcessPaymentPayload, Context>;
type RefundPayment = StepHandler<MutationRefundPaymentArgs, CompensationPayload, Context>;
type RefundOrder = StepHandler<MutationRefundOrderArgs, StepPayload, Context>;

const processPayment =
  (payments: PaymentStore, provider: PaymentProvider, clock: Clock, count: CountPayment): ProcessPayment =>
  async ({ orderId, customerId, amount, token }, { trace }, scope) => {
    const existing = (await payments.ofOrders([orderId])).get(orderId);
    const rejection = paymentRefused(existing, scope.key, amount);
    if (rejection !== undefined) return reject(rejection);
    const payment =
      existing ??
      pendingPayment({
        id: newId(),
        orderId,
        customerId,
        providerKey: scope.key,
        amount,
        createdAt: instant(clock),
      });
    if (scope.invoked === 'NO') await scope.intend([payments.recordPending(payment)]);
    const answer = await trace.during(...providerSpan('charge'), () =>
      provider.charge({ key: scope.key, amount, token, reference: orderId }),
    );
    switch (answer.outcome) {
      case 'captured':
        return {
          writes: [payments.capture(payment, answer)],
          response: { paymentId: payment.id },
          committed: () => {
            count('captured', payment.amount);
          },
        };
      case 'declined':
        return {
          writes: [payments.decline(payment, answer)],
          response: { rejection: declined(answer.declineCode) },
          committed: () => {
            count('declined', payment.amount);
          },
        };
      case 'cancelled':
        // The compensation is at the provider before us, and has yet to record it.
        throw new CodedError('STEP_CANCELLED', 'The payment is being undone.');
    }
  };

const refundPayment =
  (payments: PaymentStore, provider: PaymentProvider, count: CountPayment): RefundPayment =>
  async (_input, { trace }, scope) => {
    // The intent is recorded before the provider is asked: without a payment there is nothing to undo.
    const payment = await payments.withKey(scope.key);
    if (payment === undefined) return unchanged({ undone: false });
    const answer = await trace.during(...providerSpan('cancel'), () =>
      provider.cancel({ key: payment.providerKey }),
    );
    return {
      ...recorded(payments, payment, answer, count),
      response: { undone: answer.outcome !== 'nothing' },
    };
  };

const refundOrder =
  (payments: PaymentStore, provider: PaymentProvider, count: CountPayment): RefundOrder =>
  async ({ orderId }, { trace }, scope) => {
    const decision = refund((await payments.ofOrders([orderId])).get(orderId));
    if (decision.kind === 'refused') return reject(decision.rejection);
    if (decision.kind === 'done') return unchanged({});
    const { payment } = decision;
    if (scope.invoked === 'NO') await scope.intend([]);
    // The payment's own key, whichever saga asks: the provider gives its money back once.
    const answer = await trace.during(...providerSpan('cancel'), () =>
      provider.cancel({ key: payment.providerKey }),
    );
    return { ...recorded(payments, payment, answer, count), response: {} };
  };

const recorded = (payments: PaymentStore, payment: Payment, answer: CancelAnswer, count: CountPayment) => ({
  writes: [recordOf(payments, payment, answer)],
  committed: () => {
    count(answer.outcome === 'refunded' ? 'refunded' : 'voided', payment.amount);
  },
});

const recordOf = (payments: PaymentStore, payment: Payment, answer: CancelAnswer): Write =>
  answer.outcome === 'refunded' ? payments.refund(payment, answer) : payments.void(payment);
