import type { Money } from '@counterstep/service-kit';
import type { Rejection, Waiting } from '@counterstep/step-barrier';
import { paymentNotFound, type Payment } from './payment.ts';

/** How long the customer or the provider has before a payment is given up, in ms. */
export const WAIT_MS = 15 * 60_000;

const SOONEST_MS = 2_000;
const LATEST_MS = 60_000;

/** The instant by which the payment must be authorised, in ms since 1970. */
export const waitEndsAt = ({ createdAt }: Pick<Payment, 'createdAt'>): number =>
  Date.parse(createdAt) + WAIT_MS;

/** Whether the payment's deadline has passed without its money being set aside. */
export const isTooLate = (
  { createdAt, status }: Pick<Payment, 'createdAt' | 'status'>,
  now: number,
): boolean => now >= waitEndsAt({ createdAt }) && status !== 'AUTHORIZED';

/** When to ask the provider next, and until when: the longer a payment waits, the less often it is asked about. */
export function waitingFor(
  payment: Pick<Payment, 'createdAt'>,
  who: 'CUSTOMER' | 'PROVIDER',
  now: number,
): Waiting {
  const until = waitEndsAt(payment);
  const waitedMs = Math.max(0, now - Date.parse(payment.createdAt));
  const askAgainMs = Math.min(LATEST_MS, Math.max(SOONEST_MS, waitedMs / 4));
  const iso = (ms: number): string => new Date(Math.floor(ms)).toISOString();
  return { for: who, askAgainAt: iso(Math.min(now + askAgainMs, until)), until: iso(until) };
}

/** The rejection of a payment that was not confirmed in time. */
export const tooLate: Rejection = {
  code: 'PAYMENT_EXPIRED',
  message: 'The payment was not confirmed in time.',
};

/** How much of what is set aside is still to be taken, in minor units. */
export const leftToTake = ({
  amount,
  reduced = 0,
  letGo,
}: Pick<Payment, 'amount' | 'reduced' | 'letGo'>): number =>
  letGo === undefined ? Math.max(0, amount.amount - reduced) : 0;

/** What a capture must do with a payment. */
export type CaptureDecision =
  | { readonly kind: 'ask-provider'; readonly payment: Payment; readonly amount: Money }
  /** Another step is letting go of what is left, and the capture must finish that. */
  | { readonly kind: 'let-go'; readonly payment: Payment }
  | { readonly kind: 'done' }
  /** There never was a payment. */
  | { readonly kind: 'refused'; readonly rejection: Rejection }
  | { readonly kind: 'impossible'; readonly message: string };

/** Decides whether a payment is captured: once, less what was cancelled, and never after its money was let go. */
export function capture(payment: Payment | undefined): CaptureDecision {
  if (payment === undefined) return { kind: 'refused', rejection: paymentNotFound };
  switch (payment.status) {
    case 'AUTHORIZED': {
      if (payment.letGo !== undefined) return { kind: 'let-go', payment };
      const amount = { ...payment.amount, amount: payment.capturing ?? leftToTake(payment) };
      return { kind: 'ask-provider', payment, amount };
    }
    case 'VOIDED':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
    case 'CHARGED_BACK':
      return { kind: 'done' };
    case 'PENDING':
    case 'REQUIRES_ACTION':
    case 'PROCESSING':
    case 'DECLINED':
      return { kind: 'impossible', message: 'No money is set aside for the order.' };
  }
}
