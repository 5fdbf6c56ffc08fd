import type { Money } from '@counterstep/service-kit';
import type { Stripe } from 'stripe';
import { answered, attempt, isRefusal } from './failures.ts';
import { minorUnits } from './intents.ts';

/** How many refunds of one payment are read at most. */
const MAX_REFUNDS = 1_000;

/** Whether the money of a refund has gone, or is on its way. */
const isGood = ({ status }: Stripe.Refund): boolean => status !== 'failed' && status !== 'canceled';

/** All refunds of a payment intent. @throws {ProviderUnavailable} when Stripe does not answer. */
export const refundsOf = (stripe: Stripe, intentId: string): Promise<readonly Stripe.Refund[]> =>
  answered(
    stripe.refunds.list({ payment_intent: intentId, limit: 100 }).autoPagingToArray({ limit: MAX_REFUNDS }),
  );

/** The sum of the refunds that have not failed, in Stripe's units. */
export const sumOf = (refunds: readonly Stripe.Refund[]): number =>
  refunds.filter(isGood).reduce((sum, { amount }) => sum + amount, 0);

/** The refund made under the key, unless it has failed since. */
export const refundWith = (refunds: readonly Stripe.Refund[], key: string): Stripe.Refund | undefined =>
  refunds.find((refund) => isGood(refund) && refund.metadata?.['key'] === key);

export interface RefundOrder {
  readonly intentId: string;
  /** The refund's own key. */
  readonly key: string;
  readonly amount: Money;
  /** The order's id. */
  readonly reference?: string | undefined;
  /** The refunds that the intent already has. */
  readonly known: readonly Stripe.Refund[];
}

/**
 * Refunds an amount once per key: Stripe forgets idempotency keys after a day, but never a refund's metadata, which
 * bears the key. After a refund has failed, the same key makes another one.
 *
 * @returns undefined when Stripe refuses because less than the amount is left.
 * @throws {ProviderUnavailable} when the outcome is not known.
 */
export async function makeRefund(
  stripe: Stripe,
  { intentId, key, amount, reference, known }: RefundOrder,
): Promise<Stripe.Refund | undefined> {
  const made = refundWith(known, key);
  if (made !== undefined) return made;
  const failures = known.filter(({ metadata }) => metadata?.['key'] === key).length;
  const answer = await attempt(
    stripe.refunds.create(
      {
        payment_intent: intentId,
        amount: minorUnits(amount),
        metadata: { key, ...(reference !== undefined && { order: reference }) },
      },
      { idempotencyKey: failures === 0 ? key : `${key}:${failures}` },
    ),
  );
  return isRefusal(answer) || !isGood(answer) ? undefined : answer;
}
