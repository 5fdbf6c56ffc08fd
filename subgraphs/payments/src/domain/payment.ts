import type { Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import type { Rejection } from '@counterstep/step-barrier';

export type PaymentStatus =
  | 'PENDING'
  | 'REQUIRES_ACTION'
  | 'PROCESSING'
  | 'AUTHORIZED'
  | 'CAPTURED'
  | 'DECLINED'
  | 'VOIDED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED'
  | 'CHARGED_BACK';

/** Money taken, or to be taken, for an order; there is one per order at most. */
export interface Payment extends Document {
  readonly orderId: string;
  readonly customerId: string;
  /** The idempotency key under which the provider knows it; kept, because later sagas have other keys. */
  readonly providerKey: string;
  readonly status: PaymentStatus;
  readonly amount: Money;
  /** The saga whose step waits for it; absent where none ever could. */
  readonly sagaId?: string;
  /** How much less than the amount is taken, in minor units, because that much was cancelled before; absent is 0. */
  readonly reduced?: number;
  /** How much is about to be taken, in minor units, while that is under way. */
  readonly capturing?: number;
  /** The step that lets all that is left go before anything is taken, and how much that was, in minor units. */
  readonly letGo?: { readonly key: string; readonly amount: number };
  /** How much was taken; absent is all of the amount, once anything was. */
  readonly taken?: number;
  /** That there is news of it that no step has brought. */
  readonly news?: boolean;
  /** How much was given back. */
  readonly refunded: Money;
  /** How much, in minor units, is about to be given back; absent is 0. */
  readonly claimed?: number;
  /** What the customer has to do, while the status is REQUIRES_ACTION, or had to do. */
  readonly action?: { readonly url: string; readonly expiresAt: string };
  readonly createdAt: string;
  /** Absent until the provider has told. */
  readonly method?: string;
  /** The provider's own id. */
  readonly chargeId?: string;
  readonly declineCode?: string;
  readonly authorizedAt?: string;
  readonly capturedAt?: string;
  readonly refundedAt?: string;
}

/** What a payment is made of before the provider is asked. */
export type NewPayment = Pick<
  Payment,
  'id' | 'orderId' | 'customerId' | 'providerKey' | 'amount' | 'createdAt' | 'sagaId'
>;

/** A payment as it is first recorded: PENDING, before the provider is asked. */
export const pendingPayment = (payment: NewPayment): Draft<Payment> => ({
  ...payment,
  status: 'PENDING',
  refunded: { amount: 0, currency: payment.amount.currency },
});

/** Whether money may be taken for an order: a positive amount, and under one key only, so that nothing is paid twice. */
export function paymentRefused(
  existing: Pick<Payment, 'providerKey'> | undefined,
  providerKey: string,
  amount: Money,
): Rejection | undefined {
  if (amount.amount < 1) {
    return { code: 'INVALID_AMOUNT', message: 'The amount of a payment must be greater than zero.' };
  }
  if (existing !== undefined && existing.providerKey !== providerKey) {
    return { code: 'PAYMENT_EXISTS', message: 'There is a payment for this order already.' };
  }
  return undefined;
}

/** What is to be done so that no money of an order is kept: ask the provider, nothing any more, or never. */
export function refund(
  payment: Payment | undefined,
):
  | { readonly kind: 'ask-provider'; readonly payment: Payment }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rejection: Rejection } {
  switch (payment?.status) {
    case undefined: {
      const rejection = { code: 'PAYMENT_NOT_FOUND', message: 'There is no payment for the order.' };
      return { kind: 'refused', rejection };
    }
    case 'DECLINED':
    case 'VOIDED':
    case 'REFUNDED':
    case 'CHARGED_BACK':
      return { kind: 'done' };
    case 'PENDING':
    case 'REQUIRES_ACTION':
    case 'PROCESSING':
    case 'AUTHORIZED':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
      return { kind: 'ask-provider', payment };
  }
}

const declineMessages: Readonly<Record<string, string>> = {
  CARD_DECLINED: 'Your card was declined.',
  INSUFFICIENT_FUNDS: 'There is not enough money on your card.',
  INVALID_TOKEN: 'The payment method is not known to the payment provider.',
  AUTHENTICATION_REQUIRED: 'Your bank wants you to confirm the payment, which is not possible here.',
  AUTHENTICATION_FAILED: 'The payment was not confirmed with your bank.',
  SETTLEMENT_FAILED: 'Your bank did not make the payment.',
};

/** Why a step is rejected when the provider declines, in words for the customer. */
export const declined = (declineCode: string): Rejection => ({
  code: 'PAYMENT_DECLINED',
  message: declineMessages[declineCode] ?? 'The payment was declined.',
});
