import { CodedError, instant, newId } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import { declined, paymentRefused, pendingPayment, refund } from './domain/payment.ts';
import type {
  CompensationPayload,
  MutationProcessPaymentArgs,
  MutationRefundOrderArgs,
  MutationRefundPaymentArgs,
  ProcessPaymentPayload,
  StepPayload,
} from './generated/schema.ts';
import { authorizationSteps } from './authorization-steps.ts';
import { recorded } from './cancelling.ts';
import { refundPart } from './part-step.ts';
import { refundSteps } from './refund-steps.ts';
import { cancelAt, providerSpan, type StepParts } from './step-parts.ts';

/** All steps of the payments subgraph. */
export const createSteps = (parts: StepParts) =>
  ({
    processPayment: processPayment(parts),
    refundPayment: refundPayment(parts),
    refundOrder: refundOrder(parts),
    ...refundSteps(parts),
    ...authorizationSteps(parts),
    refundPart: refundPart(parts),
  }) satisfies StepHandlers<Context>;

type ProcessPayment = StepHandler<MutationProcessPaymentArgs, ProcessPaymentPayload, Context>;
type RefundPayment = StepHandler<MutationRefundPaymentArgs, CompensationPayload, Context>;
type RefundOrder = StepHandler<MutationRefundOrderArgs, StepPayload, Context>;

const processPayment =
  ({ payments, provider, clock, count }: StepParts): ProcessPayment =>
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
        // The compensation has already cancelled the payment at the provider, but has not recorded that yet.
        throw new CodedError('STEP_CANCELLED', 'The payment is being undone.');
    }
  };

const refundPayment =
  (parts: StepParts): RefundPayment =>
  async (_input, { trace }, scope) => {
    // Charging records the payment before it asks the provider: without a payment there is nothing to undo.
    const payment = await parts.payments.withKey(scope.key);
    if (payment === undefined) return unchanged({ undone: false });
    const answer = await cancelAt(parts, payment, trace);
    return {
      ...(await recorded(parts, payment, answer)),
      response: { undone: answer.outcome !== 'nothing' },
    };
  };

const refundOrder =
  (parts: StepParts): RefundOrder =>
  async ({ orderId }, { trace }, scope) => {
    const decision = refund((await parts.payments.ofOrders([orderId])).get(orderId));
    if (decision.kind === 'refused') return reject(decision.rejection);
    if (decision.kind === 'done') return unchanged({});
    const { payment } = decision;
    if (scope.invoked === 'NO') await scope.intend([]);
    // Every saga uses the payment's own key, so the provider gives its money back once.
    const answer = await cancelAt(parts, payment, trace);
    return { ...(await recorded(parts, payment, answer)), response: {} };
  };
