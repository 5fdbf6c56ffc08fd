import { newId } from '@counterstep/service-kit';
import type { Payment } from './domain/payment.ts';
import { cancellationRefund } from './domain/refund.ts';
import type { CancelAnswer } from './provider/payment-provider.ts';
import type { StepParts } from './step-parts.ts';

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
