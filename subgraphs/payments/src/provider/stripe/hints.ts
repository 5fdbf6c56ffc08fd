import type { Stripe } from 'stripe';
import type { Hint, PaymentProvider, ProviderMessage } from '../payment-provider.ts';
import { answered } from './failures.ts';
import type { StripeConfig } from './config.ts';

/** The age up to which a message is accepted, in seconds: nobody may replay a message they have seen for ever. */
const TOLERANCE_SECONDS = 300;

const nothing: Hint = { kind: 'nothing' };

/** Reads Stripe's webhooks, and trusts nothing of them but the name of the payment to look at. */
export function createHints(
  stripe: Stripe,
  { webhookSecret }: Pick<StripeConfig, 'webhookSecret'>,
): Pick<PaymentProvider, 'readHint'> {
  if (webhookSecret === undefined) return {};
  return {
    readHint: async (message) => {
      const event = await verified(stripe, message, webhookSecret);
      if (event === undefined) return { kind: 'refused', message: 'The signature is wrong, or too old.' };
      const { object } = event.data as { readonly object?: unknown };
      return hintOf(stripe, event.type, object as Subject | undefined);
    },
  };
}

async function verified(
  stripe: Stripe,
  { body, headers }: ProviderMessage,
  secret: string,
): Promise<Stripe.Event | undefined> {
  try {
    const signature = String(headers['stripe-signature'] ?? '');
    return await stripe.webhooks.constructEventAsync(Buffer.from(body), signature, secret, TOLERANCE_SECONDS);
  } catch {
    return undefined;
  }
}

/** The fields that are read of an event's object: an intent, a charge, a refund or a dispute. */
interface Subject {
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly payment_intent?: string | null;
}

const EVENTS = /^(payment_intent|charge|refund)\./;

async function hintOf(stripe: Stripe, type: string, subject: Subject | undefined): Promise<Hint> {
  if (!EVENTS.test(type) || subject === undefined) return nothing;
  const named = subject.metadata?.['order'];
  if (typeof named === 'string' && named !== '') return { kind: 'about', reference: named };
  if (typeof subject.payment_intent !== 'string') return nothing;
  const { metadata } = await answered(stripe.paymentIntents.retrieve(subject.payment_intent));
  return metadata['order'] === undefined ? nothing : { kind: 'about', reference: metadata['order'] };
}
