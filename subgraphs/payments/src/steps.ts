import { instant, newId } from '@counterstep/service-kit';
import type { StepHandler, StepHandlers } from '@counterstep/service-kit/server';
import { reject, unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import { declined, paymentRefused, pendingPayment, refund } from './domain/payment.ts';
import type {
  MutationProcessPaymentArgs,
  MutationRefundOrderArgs,
  MutationRefundPaymentArgs,
  ProcessPaymentPayload,
  StepPayload,
} from './generated/schema.ts';
import { authorizationSteps } from './authorization-steps.ts';
import { beingUndone, recorded, undoPayment } from './cancelling.ts';
import { refundPart } from './part-step.ts';
import { refundSteps } from './refund-steps.ts';
import { cancelAt, providerSpan, type StepParts } from './step-parts.ts';

/** All steps of the payments subgraph. */
export const createSteps = (parts: StepParts) =>
  ({
    processPayment: processPayment(parts),
    refundPayment: undoPayment<MutationRefundPaymentArgs>(parts),
    refundOrder: refundOrder(parts),
    ...refundSteps(parts),
    ...authorizationSteps(parts),
    refundPart: refundPart(parts),
  }) satisfies StepHandlers<Context>;

type ProcessPayment = StepHandler<MutationProcessPaymentArgs, ProcessPaymentPayload, Context>;
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
        throw beingUndone();
    }
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
