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

/** Money taken, or to be taken, for an order; an order has at most one payment. */
export interface Payment extends Document {
  readonly orderId: string;
  readonly customerId: string;
  /**
   * The idempotency key under which the provider knows the payment; stored, because steps of later sagas have keys of
   * their own.
   */
  readonly providerKey: string;
  readonly status: PaymentStatus;
  readonly amount: Money;
  /** The saga whose step waits for it; absent on payments that are captured at once. */
  readonly sagaId?: string;
  /**
   * How much less than the amount is to be captured, in minor units, because that much was cancelled before; absent is
   * 0.
   */
  readonly reduced?: number;
  /** The amount of a capture that is under way, in minor units. */
  readonly capturing?: number;
  /** The step that lets go of all that is left before anything is captured, and how much that was, in minor units. */
  readonly letGo?: { readonly key: string; readonly amount: number };
  /** How much was captured, in minor units; absent means the whole amount, once anything was captured. */
  readonly taken?: number;
  /** Set when something has happened that no step of the saga has reported. */
  readonly news?: boolean;
  /** How much was given back. */
  readonly refunded: Money;
  /** The sum of refunds that are claimed and not yet made, in minor units; absent is 0. */
  readonly claimed?: number;
  /** What the customer has to do while the status is REQUIRES_ACTION, or had to do before. */
  readonly action?: { readonly url: string; readonly expiresAt: string };
  readonly createdAt: string;
  /** Absent until the provider has named it. */
  readonly method?: string;
  /** The provider's own id. */
  readonly chargeId?: string;
  readonly declineCode?: string;
  readonly authorizedAt?: string;
  readonly capturedAt?: string;
  readonly refundedAt?: string;
}

/** What is known of a payment before the provider is asked. */
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

/** The rejection of a step for an order without a payment. */
export const paymentNotFound: Rejection = {
  code: 'PAYMENT_NOT_FOUND',
  message: 'There is no payment for the order.',
};

/**
 * Why money may not be taken for an order: the amount must be positive, and the order not already paid under another
 * key.
 */
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

/**
 * Decides how all the money of an order is given back: by asking the provider, not at all because that is done, or
 * refused.
 */
export function refund(
  payment: Payment | undefined,
):
  | { readonly kind: 'ask-provider'; readonly payment: Payment }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rejection: Rejection } {
  switch (payment?.status) {
    case undefined:
      return { kind: 'refused', rejection: paymentNotFound };
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

/** The rejection of a step whose charge the provider declines, in words for the customer. */
export const declined = (declineCode: string): Rejection => ({
  code: 'PAYMENT_DECLINED',
  message: declineMessages[declineCode] ?? 'The payment was declined.',
});
