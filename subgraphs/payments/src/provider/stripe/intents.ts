import type { Money } from '@counterstep/service-kit';
import type { Stripe } from 'stripe';
import type { AuthorizeAnswer, Captured } from '../payment-provider.ts';
import { declineCodeOf } from './failures.ts';

/** What every request for an intent expands, so that one answer tells everything about it. */
export const EXPANDED = ['latest_charge.balance_transaction'];

/** The metadata key of an intent that we declined and cancelled ourselves; its value is the decline code. */
export const DECLINED = 'declined';

/** How long a customer has to confirm a payment; Stripe names no end. */
const ACTION_MS = 15 * 60_000;

/** The intent exists, and nobody has confirmed it yet. */
export interface Unconfirmed {
  readonly outcome: 'unconfirmed';
}

/** The state of a payment intent. */
export function stateOf(intent: Stripe.PaymentIntent): AuthorizeAnswer | Captured | Unconfirmed {
  switch (intent.status) {
    case 'requires_payment_method':
      return intent.last_payment_error == null
        ? { outcome: 'unconfirmed' }
        : declined(intent.last_payment_error);
    case 'requires_action':
      return actionOf(intent);
    case 'processing':
      return { outcome: 'processing', chargeId: intent.id };
    case 'requires_capture':
      return { outcome: 'authorized', chargeId: intent.id, ...factsOf(intent) };
    case 'succeeded':
      return capturedOf(intent);
    case 'canceled': {
      const declineCode = intent.metadata[DECLINED];
      return declineCode === undefined ? { outcome: 'cancelled' } : { outcome: 'declined', declineCode };
    }
    case 'requires_confirmation':
      break;
  }
  return { outcome: 'unconfirmed' };
}

const declined = (error: Stripe.PaymentIntent.LastPaymentError): AuthorizeAnswer => ({
  outcome: 'declined',
  declineCode: declineCodeOf(error),
});

function actionOf({ id, created, next_action: action }: Stripe.PaymentIntent): AuthorizeAnswer {
  const url = action?.redirect_to_url?.url ?? undefined;
  // Without a page to send the customer to, nobody can ever confirm it.
  if (url === undefined) return { outcome: 'declined', declineCode: 'AUTHENTICATION_REQUIRED' };
  const expiresAt = new Date(created * 1000 + ACTION_MS).toISOString();
  return { outcome: 'requires-action', url, expiresAt, chargeId: id };
}

const chargeOf = ({ latest_charge: charge }: Stripe.PaymentIntent): Stripe.Charge | undefined =>
  typeof charge === 'object' && charge !== null ? charge : undefined;

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

function factsOf(intent: Stripe.PaymentIntent): { readonly method: string; readonly authorizedAt: string } {
  const charge = chargeOf(intent);
  const details = charge?.payment_method_details;
  return {
    method: details?.card?.brand ?? details?.type ?? 'card',
    authorizedAt: instantOf(charge?.created ?? intent.created),
  };
}

/** The capture that a succeeded payment intent tells of. */
export function capturedOf(intent: Stripe.PaymentIntent): Captured {
  const transaction = chargeOf(intent)?.balance_transaction;
  const facts = factsOf(intent);
  const capturedAt =
    typeof transaction === 'object' && transaction !== null
      ? instantOf(transaction.created)
      : facts.authorizedAt;
  return { outcome: 'captured', chargeId: intent.id, ...facts, capturedAt };
}

/** Whether money was ever set aside for a cancelled payment intent. */
export const wasAuthorized = (intent: Stripe.PaymentIntent): boolean =>
  chargeOf(intent)?.status === 'succeeded';

/** Currencies without minor units that Stripe nevertheless counts in hundredths. */
const IN_HUNDREDTHS = new Set(['ISK', 'UGX']);

/** An amount in Stripe's units. */
export const minorUnits = ({ amount, currency }: Money): number =>
  IN_HUNDREDTHS.has(currency) ? amount * 100 : amount;

/** Money from an amount in Stripe's units. */
export const moneyOf = (units: number, currency: string): Money => {
  const code = currency.toUpperCase();
  return { amount: IN_HUNDREDTHS.has(code) ? Math.round(units / 100) : units, currency: code };
};
