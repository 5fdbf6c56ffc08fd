import type { Money } from '@counterstep/service-kit';
import type { Rejection } from '@counterstep/step-barrier';
import { leftToTake } from './authorization.ts';
import { paymentNotFound, type Payment } from './payment.ts';
import { refundableOf } from './refund.ts';

/** How a part of an order's money is given back; amounts are in minor units. */
export type PartDecision =
  /** The money was captured: the amount is refunded. */
  | { readonly kind: 'give-back'; readonly payment: Payment; readonly amount: number }
  /** The money is only set aside: the capture will take that much less. */
  | { readonly kind: 'take-less'; readonly payment: Payment; readonly amount: number }
  /** The money is only set aside, and the part is all that is left of it: the authorization is let go. */
  | { readonly kind: 'let-go'; readonly payment: Payment; readonly amount: number }
  /** A capture is under way, and its outcome must be known first. */
  | { readonly kind: 'capture-first'; readonly payment: Payment }
  | { readonly kind: 'nothing-left'; readonly payment: Payment }
  | { readonly kind: 'refused'; readonly rejection: Rejection }
  /** The provider has not decided yet whether the money can be set aside. */
  | { readonly kind: 'undecided' };

/** Decides how the step with the key gives a part back: exactly the amount, or what is left where that is less. */
export function refundPart(payment: Payment | undefined, amount: Money, key: string): PartDecision {
  if (payment === undefined) return { kind: 'refused', rejection: paymentNotFound };
  if (amount.amount < 0 || amount.currency !== payment.amount.currency) {
    const message = 'The amount must not be negative, and in the currency of the order.';
    return { kind: 'refused', rejection: { code: 'INVALID_AMOUNT', message } };
  }
  const { letGo } = payment;
  // The step that has begun letting go gets the same answer again, even where another step finished it.
  if (letGo?.key === key) return { kind: 'let-go', payment, amount: letGo.amount };
  switch (payment.status) {
    case 'AUTHORIZED':
      return ofSetAside(payment, amount);
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED': {
      const given = Math.min(amount.amount, refundableOf(payment).amount);
      return given === 0 ? { kind: 'nothing-left', payment } : { kind: 'give-back', payment, amount: given };
    }
    case 'DECLINED':
    case 'VOIDED':
    case 'CHARGED_BACK':
      return { kind: 'nothing-left', payment };
    case 'PENDING':
    case 'REQUIRES_ACTION':
    case 'PROCESSING':
      return { kind: 'undecided' };
  }
}

function ofSetAside(payment: Payment, { amount }: Money): PartDecision {
  if (payment.capturing !== undefined) return { kind: 'capture-first', payment };
  const left = leftToTake(payment);
  const less = Math.min(amount, left);
  if (less === 0) return { kind: 'nothing-left', payment };
  return less < left
    ? { kind: 'take-less', payment, amount: less }
    : { kind: 'let-go', payment, amount: less };
}
