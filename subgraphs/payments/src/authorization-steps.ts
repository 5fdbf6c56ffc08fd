import { CodedError, instant, newId } from '@counterstep/service-kit';
import type { StepHandler, StepResult } from '@counterstep/service-kit/server';
import { reject, unchanged, wait } from '@counterstep/step-barrier/document-store';
import { beingUndone, recorded, undoPayment } from './cancelling.ts';
import type { Context } from './context.ts';
import { captureAt } from './capturing.ts';
import { capture, isTooLate, tooLate, waitingFor } from './domain/authorization.ts';
import { declined, paymentRefused, pendingPayment, type Payment } from './domain/payment.ts';
import type {
  AuthorizePaymentPayload,
  MutationAuthorizePaymentArgs,
  MutationCapturePaymentArgs,
  MutationVoidPaymentArgs,
  StepPayload,
} from './generated/schema.ts';
import type { AuthorizeAnswer } from './provider/payment-provider.ts';
import { cancelAt, providerSpan, type StepParts } from './step-parts.ts';

type Authorize = StepHandler<MutationAuthorizePaymentArgs, AuthorizePaymentPayload, Context>;
type Capture = StepHandler<MutationCapturePaymentArgs, StepPayload, Context>;

/** The steps that set money aside, let it go, and take it. */
export const authorizationSteps = (parts: StepParts) => ({
  authorizePayment: authorizePayment(parts),
  voidPayment: undoPayment<MutationVoidPaymentArgs>(parts),
  capturePayment: capturePayment(parts),
});

const authorizePayment =
  (parts: StepParts): Authorize =>
  async ({ orderId, customerId, amount, token }, { trace }, scope) => {
    const { payments, provider, clock } = parts;
    const existing = (await payments.ofOrders([orderId])).get(orderId);
    const rejection = paymentRefused(existing, scope.key, amount);
    if (rejection !== undefined) return reject(rejection);
    if (existing !== undefined && isTooLate(existing, clock.now())) return giveUp(parts, existing, trace);
    const createdAt = instant(clock);
    const { sagaId, key: providerKey } = scope;
    const payment =
      existing ??
      pendingPayment({ id: newId(), orderId, customerId, providerKey, amount, createdAt, sagaId });
    if (scope.invoked === 'NO') await scope.intend([payments.recordPending(payment)]);
    const answer = await trace.during(...providerSpan('authorize'), () =>
      provider.authorize({ key: providerKey, amount, token, reference: orderId }),
    );
    // The provider may have taken so long to answer that the payment's deadline has passed meanwhile.
    const current = isTooLate(payment, clock.now()) ? await payments.withKey(providerKey) : undefined;
    return current !== undefined && isTooLate(current, clock.now())
      ? giveUp(parts, current, trace)
      : answered(parts, payment, answer);
  };

/** Ends a payment whose deadline has passed: whatever the bank says later, nothing of it stays set aside. */
async function giveUp(
  parts: StepParts,
  payment: Payment,
  trace: Context['trace'],
): Promise<StepResult<AuthorizePaymentPayload>> {
  const answer = await cancelAt(parts, payment, trace);
  return { ...(await recorded(parts, payment, answer)), response: { rejection: tooLate } };
}

function answered(
  { payments, clock, count }: StepParts,
  payment: Pick<Payment, 'id' | 'createdAt' | 'amount'>,
  answer: AuthorizeAnswer,
): StepResult<AuthorizePaymentPayload> {
  switch (answer.outcome) {
    case 'authorized':
      return {
        writes: [payments.learn(payment, answer)],
        response: { paymentId: payment.id },
        committed: () => {
          count('authorized', payment.amount);
        },
      };
    case 'declined':
      return {
        writes: [payments.learn(payment, answer)],
        response: { rejection: declined(answer.declineCode) },
        committed: () => {
          count('declined', payment.amount);
        },
      };
    case 'requires-action':
      return wait(waitingFor(payment, 'CUSTOMER', clock.now()), [payments.learn(payment, answer)]);
    case 'processing':
      return wait(waitingFor(payment, 'PROVIDER', clock.now()), [payments.learn(payment, answer)]);
    case 'cancelled':
      throw beingUndone();
  }
}

const capturePayment =
  (parts: StepParts): Capture =>
  async ({ orderId }, { trace }, scope) => {
    const decision = capture((await parts.payments.ofOrders([orderId])).get(orderId));
    switch (decision.kind) {
      case 'done':
        return unchanged({});
      case 'refused':
        return reject(decision.rejection);
      case 'impossible':
        throw new CodedError('STEP_BLOCKED', decision.message);
      case 'let-go': {
        const { payment } = decision;
        const answer = await cancelAt(parts, payment, trace);
        return { ...(await recorded(parts, payment, answer)), response: {} };
      }
      case 'ask-provider': {
        const { payment, amount } = decision;
        const written = await captureAt(parts, payment, amount, trace, scope);
        if (written.refusal !== undefined) throw new CodedError('STEP_BLOCKED', written.refusal);
        return { writes: written.writes, response: {}, committed: written.committed };
      }
    }
  };
