import { Stripe } from 'stripe';
import type {
  AuthorizeAnswer,
  CancelAnswer,
  CancelRequest,
  CaptureAnswer,
  CaptureRequest,
  ChargeAnswer,
  ChargeName,
  ChargeRequest,
  ChargeState,
  PaymentProvider,
  RefundAnswer,
  RefundRequest,
} from '../payment-provider.ts';
import { answered, attempt, declineCodeOf, isRefusal, unavailable } from './failures.ts';
import { capturedOf, DECLINED, EXPANDED, minorUnits, moneyOf, stateOf, wasAuthorized } from './intents.ts';
import { makeRefund, refundsOf, refundWith, sumOf } from './refunds.ts';
import type { StripeConfig } from './config.ts';
import { createHints } from './hints.ts';

/**
 * The timeout of one call to Stripe; even the longest sequence of calls stays well below the 30 s of a step's attempt.
 */
const TIMEOUT_MS = 5_000;

/**
 * Creates the provider that uses Stripe, by payment intents that are captured manually. An intent is created under the
 * payment's key without a payment method, and confirmed afterwards: so a cancellation, which does not know the method,
 * can create the same intent again and end it where the first answer was lost.
 */
export function createStripeProvider(config: StripeConfig): PaymentProvider {
  const { protocol, hostname, port } = new URL(config.apiUrl);
  const stripe = new Stripe(config.secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port !== '' && { port }),
    timeout: TIMEOUT_MS,
    // The saga retries with the same key.
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return {
    charge: (request) => charge(stripe, config, request),
    authorize: (request) => authorize(stripe, config, request),
    capture: (request) => capture(stripe, request),
    look: (name) => look(stripe, name),
    cancel: (request) => cancel(stripe, request),
    refund: (request) => refund(stripe, request),
    ...createHints(stripe, config),
  };
}

const retrieve = (stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> =>
  answered(stripe.paymentIntents.retrieve(id, { expand: EXPANDED }));

type Order = Pick<ChargeRequest, 'key' | 'amount' | 'reference'>;

/** The intent of a key, created if there is none; a decline where Stripe does not accept the amount. */
async function intentOf(stripe: Stripe, { key, amount, reference }: Order) {
  const created = await attempt(
    stripe.paymentIntents.create(
      {
        amount: minorUnits(amount),
        currency: amount.currency.toLowerCase(),
        capture_method: 'manual',
        allowed_payment_method_types: ['card'],
        metadata: { order: reference, key },
      },
      { idempotencyKey: key },
    ),
  );
  if (isRefusal(created)) return { outcome: 'declined', declineCode: 'AMOUNT_REFUSED' } as const;
  // Stripe repeats its first answer to a known key, whatever has happened to the intent since.
  return retrieve(stripe, created.id);
}

async function authorize(
  stripe: Stripe,
  config: Pick<StripeConfig, 'returnUrl'>,
  request: ChargeRequest,
): Promise<AuthorizeAnswer> {
  const answer = await settle(stripe, config, request);
  if (answer.outcome !== 'captured') return answer;
  const { chargeId, method, authorizedAt } = answer;
  return { outcome: 'authorized', chargeId, method, authorizedAt };
}

/** Confirms the intent unless it is confirmed already; returns its state. */
async function settle(
  stripe: Stripe,
  { returnUrl }: Pick<StripeConfig, 'returnUrl'>,
  request: ChargeRequest,
) {
  const intent = await intentOf(stripe, request);
  if ('outcome' in intent) return intent;
  const state = stateOf(intent);
  if (state.outcome !== 'unconfirmed') return state;
  const confirmed = await attempt(
    stripe.paymentIntents.confirm(
      intent.id,
      { ...methodOf(request.token), return_url: returnUrl, expand: EXPANDED },
      // Two concurrent confirmations must not ask the bank twice: the second could be granted what the first was
      // refused.
      { idempotencyKey: `${request.key}:confirm` },
    ),
  );
  if (isRefusal(confirmed) && confirmed.code !== 'payment_intent_unexpected_state')
    return { outcome: 'declined', declineCode: declineCodeOf(confirmed) } as const;
  const now = stateOf(isRefusal(confirmed) ? await retrieve(stripe, intent.id) : confirmed);
  if (now.outcome === 'unconfirmed') throw unavailable(undefined);
  return now;
}

const methodOf = (token: string): Stripe.PaymentIntentConfirmParams =>
  token.startsWith('tok_')
    ? // The types omit `token`, which Stripe accepts from the time before payment methods.
      ({ payment_method_data: { type: 'card', card: { token } } } as Stripe.PaymentIntentConfirmParams)
    : { payment_method: token };

async function charge(
  stripe: Stripe,
  config: Pick<StripeConfig, 'returnUrl'>,
  request: ChargeRequest,
): Promise<ChargeAnswer> {
  const answer = await settle(stripe, config, request);
  switch (answer.outcome) {
    case 'authorized': {
      const taken = await capture(stripe, { ...request, chargeId: answer.chargeId });
      return taken.outcome === 'refused' ? decline(stripe, request, answer, taken.code) : taken;
    }
    // A charge that captures at once cannot wait for the customer or the bank.
    case 'requires-action':
      return decline(stripe, request, answer, 'AUTHENTICATION_REQUIRED');
    case 'processing':
      return decline(stripe, request, answer, 'SETTLES_LATER');
    case 'captured':
    case 'declined':
    case 'cancelled':
      return answer;
  }
}

/**
 * Declines a charge for good: nothing of it stays set aside, and the intent's metadata keeps the code for later
 * attempts.
 */
async function decline(
  stripe: Stripe,
  request: ChargeRequest,
  name: Pick<ChargeName, 'chargeId'>,
  declineCode: string,
): Promise<ChargeAnswer> {
  const chargeId = idOf(name);
  await answered(stripe.paymentIntents.update(chargeId, { metadata: { [DECLINED]: declineCode } }));
  await cancel(stripe, { ...request, chargeId });
  return { outcome: 'declined', declineCode };
}

const idOf = ({ chargeId }: Pick<ChargeName, 'chargeId'>): string => {
  if (chargeId === undefined) throw new Error('Nothing was ever set aside under this key.');
  return chargeId;
};

async function capture(stripe: Stripe, request: CaptureRequest): Promise<CaptureAnswer> {
  const id = idOf(request);
  const before = stateOf(await retrieve(stripe, id));
  if (before.outcome === 'captured' || before.outcome === 'cancelled') return before;
  const taken = await attempt(
    stripe.paymentIntents.capture(id, { amount_to_capture: minorUnits(request.amount) }),
  );
  const after = stateOf(await retrieve(stripe, id));
  if (after.outcome === 'captured' || after.outcome === 'cancelled') return after;
  if (!isRefusal(taken)) throw unavailable(undefined);
  return { outcome: 'refused', code: (taken.code ?? 'capture_declined').toUpperCase() };
}

async function look(stripe: Stripe, { chargeId }: ChargeName): Promise<ChargeState> {
  if (chargeId === undefined) return { charge: undefined, failedRefunds: [] };
  const state = stateOf(await retrieve(stripe, chargeId));
  if (state.outcome !== 'captured')
    return { charge: state.outcome === 'unconfirmed' ? undefined : state, failedRefunds: [] };
  const [refunds, { data: disputes }] = await Promise.all([
    refundsOf(stripe, chargeId),
    answered(stripe.disputes.list({ payment_intent: chargeId, limit: 10 })),
  ]);
  const failedRefunds = refunds
    .filter(({ status }) => status === 'failed')
    .map(({ id, failure_reason: why, created }) => ({
      refundId: id,
      failure: (why ?? 'unknown').toUpperCase(),
      failedAt: new Date(created * 1000).toISOString(),
    }));
  // The money of an open dispute may still come back.
  const lost = disputes.find(({ status }) => status === 'lost');
  if (lost === undefined) return { charge: state, failedRefunds };
  const at = new Date(lost.created * 1000).toISOString();
  const chargeback = { chargebackId: lost.id, amount: moneyOf(lost.amount, lost.currency), at };
  return { charge: state, failedRefunds, chargeback };
}

async function cancel(stripe: Stripe, request: Omit<CancelRequest, 'token'>): Promise<CancelAnswer> {
  const found = request.chargeId ?? (await intentOf(stripe, request));
  if (typeof found === 'object' && 'outcome' in found) return { outcome: 'nothing' };
  const intent = typeof found === 'string' ? await retrieve(stripe, found) : found;
  if (intent.status === 'succeeded') return giveBack(stripe, intent, request);
  if (intent.status !== 'canceled') {
    const ended = await attempt(stripe.paymentIntents.cancel(intent.id));
    const after = await retrieve(stripe, intent.id);
    if (after.status === 'succeeded') return giveBack(stripe, after, request);
    if (after.status !== 'canceled') throw unavailable(isRefusal(ended) ? ended : undefined);
    return { outcome: wasAuthorized(after) ? 'voided' : 'nothing' };
  }
  return { outcome: wasAuthorized(intent) ? 'voided' : 'nothing' };
}

/** Refunds what is left of captured money. */
async function giveBack(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
  { key, reference }: Pick<CancelRequest, 'key' | 'reference'>,
): Promise<CancelAnswer> {
  const known = await refundsOf(stripe, intent.id);
  const refundKey = `${key}:rest`;
  const left = moneyOf(intent.amount_received - sumOf(known), intent.currency);
  const captured = capturedOf(intent);
  const made = refundWith(known, refundKey);
  if (made === undefined && left.amount <= 0)
    return {
      outcome: 'refunded',
      charge: captured,
      amount: left,
      refundId: '',
      refundedAt: captured.capturedAt,
    };
  const order = { intentId: intent.id, key: refundKey, amount: left, reference, known };
  const refunded = made ?? (await makeRefund(stripe, order));
  if (refunded === undefined) throw unavailable(undefined);
  return {
    outcome: 'refunded',
    charge: captured,
    amount: moneyOf(refunded.amount, refunded.currency),
    refundId: refunded.id,
    refundedAt: new Date(refunded.created * 1000).toISOString(),
  };
}

async function refund(stripe: Stripe, request: RefundRequest): Promise<RefundAnswer> {
  const intentId = idOf(request);
  const known = await refundsOf(stripe, intentId);
  const { refundKey: key, amount } = request;
  const made = await makeRefund(stripe, { intentId, key, amount, known });
  return made === undefined
    ? { outcome: 'refused', code: 'NOTHING_LEFT' }
    : { outcome: 'refunded', refundId: made.id, refundedAt: new Date(made.created * 1000).toISOString() };
}
