import { CodedError, newId } from '@counterstep/service-kit';
import type { StepArgs, StepHandler } from '@counterstep/service-kit/server';
import { unchanged } from '@counterstep/step-barrier/document-store';
import type { Context } from './context.ts';
import type { Payment } from './domain/payment.ts';
import { cancellationRefund } from './domain/refund.ts';
import type { CompensationPayload } from './generated/schema.ts';
import type { CancelAnswer } from './provider/payment-provider.ts';
import { cancelAt, type StepParts } from './step-parts.ts';

/** The writes that record how the provider has ended a payment. */
export async function recorded(
  { payments, refunds, count }: StepParts,
  payment: Payment,
  answer: CancelAnswer,
) {
  if (answer.outcome !== 'refunded') {
    const committed = (): void => {
      count('voided', payment.amount);
    };
    return { writes: [payments.void(payment)], committed };
  }
  const known = await refunds.withKey(payment.providerKey);
  // Another saga may have recorded the same answer before.
  if (known !== undefined && known.status !== 'FAILED') return { writes: [] };
  const made = cancellationRefund(payment, newId(), answer);
  // The provider gives the same money back again after its refund has failed; that refund needs a key of its own.
  const refund = known === undefined ? made : { ...made, key: `${made.key}:${answer.refundId}` };
  return {
    writes: [payments.refund(payment, answer), ...(answer.amount.amount > 0 ? [refunds.record(refund)] : [])],
    committed: () => {
      count('refunded', answer.amount);
    },
  };
}

/** The compensation of a step that takes money or sets it aside: ends the payment with the step's key. */
export const undoPayment =
  <Args extends StepArgs>(parts: StepParts): StepHandler<Args, CompensationPayload, Context> =>
  async (_input, { trace }, scope) => {
    // The step records the payment before it asks the provider: without a payment there is nothing to undo.
    const payment = await parts.payments.withKey(scope.key);
    if (payment === undefined) return unchanged({ undone: false });
    const answer = await cancelAt(parts, payment, trace);
    const undone = answer.outcome !== 'nothing';
    return { ...(await recorded(parts, payment, answer)), response: { undone } };
  };

/** The error of a step whose payment its compensation has cancelled at the provider, and not recorded yet. */
export const beingUndone = (): CodedError => new CodedError('STEP_CANCELLED', 'The payment is being undone.');
