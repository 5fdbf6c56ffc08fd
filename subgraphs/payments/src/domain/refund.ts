import type { Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import type { Rejection } from '@counterstep/step-barrier';
import { paymentNotFound, type Payment } from './payment.ts';

export type RefundStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED';

export type RefundCause = 'CANCELLATION' | 'RETURN' | 'GOODWILL' | 'CHARGEBACK';

/** Money of a payment that was given back, is being given back, or could not be. */
export interface Refund extends Document {
  readonly paymentId: string;
  readonly orderId: string;
  readonly customerId: string;
  /** The idempotency key under which the provider knows the refund; unique. */
  readonly key: string;
  readonly status: RefundStatus;
  readonly amount: Money;
  readonly cause: RefundCause;
  readonly requestedAt: string;
  readonly note?: string;
  /** The code of its failure. */
  readonly failure?: string;
  readonly settledAt?: string;
  readonly returnId?: string;
  /** The provider's own id. */
  readonly refundId?: string;
}

/** The captured amount of a payment. */
export const capturedOf = ({
  amount,
  capturedAt,
  taken = amount.amount,
}: Pick<Payment, 'amount' | 'capturedAt' | 'taken'>): Money => ({
  amount: capturedAt === undefined ? 0 : taken,
  currency: amount.currency,
});

/** The sum of a payment's successful refunds. */
export const sumOfRefunds = (
  { amount }: Pick<Payment, 'amount'>,
  refunds: readonly Pick<Refund, 'status' | 'amount'>[],
): Money => ({
  amount: refunds.reduce(
    (sum, refund) => sum + (refund.status === 'SUCCEEDED' ? refund.amount.amount : 0),
    0,
  ),
  currency: amount.currency,
});

/** How much of a payment can still be refunded. */
export function refundableOf(
  payment: Pick<Payment, 'amount' | 'capturedAt' | 'taken' | 'refunded' | 'claimed'>,
): Money {
  const { amount, currency } = capturedOf(payment);
  return { amount: Math.max(0, amount - payment.refunded.amount - (payment.claimed ?? 0)), currency };
}

/** Why the amount cannot be refunded; undefined where it can. */
export function claimRefused(payment: Payment | undefined, amount: Money): Rejection | undefined {
  if (payment === undefined) return paymentNotFound;
  if (amount.amount < 1 || amount.currency !== payment.amount.currency)
    return { code: 'INVALID_AMOUNT', message: 'The amount must be positive, in the currency of the order.' };
  const takenBack = payment.status === 'CHARGED_BACK' || payment.status === 'VOIDED';
  if (takenBack || amount.amount > refundableOf(payment).amount)
    return { code: 'REFUND_TOO_LARGE', message: 'That is more than what can still be given back.' };
  return undefined;
}

/**
 * The status and refunded sum of a payment after one more refund; `more` is negative where a refund has failed after
 * all.
 */
export function givenBack(
  { amount, refunded, taken = amount.amount }: Pick<Payment, 'amount' | 'refunded' | 'taken'>,
  more: Money,
): Pick<Payment, 'status' | 'refunded'> {
  const total = refunded.amount + more.amount;
  const part = total > 0 ? 'PARTIALLY_REFUNDED' : 'CAPTURED';
  return {
    status: total < taken ? part : 'REFUNDED',
    refunded: { amount: total, currency: amount.currency },
  };
}

/** The refund of what was left of a payment when it was cancelled at the provider. */
export const cancellationRefund = (
  payment: Pick<Payment, 'id' | 'orderId' | 'customerId' | 'providerKey'>,
  id: string,
  { amount, refundedAt, refundId }: { amount: Money; refundedAt: string; refundId?: string },
): Draft<Refund> => ({
  id,
  paymentId: payment.id,
  orderId: payment.orderId,
  customerId: payment.customerId,
  // A payment is cancelled once at the provider, whichever saga asks for it.
  key: payment.providerKey,
  status: 'SUCCEEDED',
  amount,
  cause: 'CANCELLATION',
  requestedAt: refundedAt,
  settledAt: refundedAt,
  ...(refundId !== undefined && { refundId }),
});
