import { ProviderUnavailable } from '@counterstep/service-kit';
import { Stripe } from 'stripe';

type StripeError = InstanceType<typeof Stripe.errors.StripeError>;

/** Statuses with which Stripe says that a request is final: it was understood, and refused. */
const DEFINITE = new Set([400, 402, 404]);

/**
 * What Stripe has definitely refused.
 *
 * @throws {ProviderUnavailable} when the outcome is not known, or Stripe would not look at the request.
 * @throws {Error} when the idempotency key was used with other parameters, or it is no failure of Stripe's.
 */
export function refusalOf(error: unknown): StripeError {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 400)
    throw new Error('The idempotency key was used for another amount or token.', { cause: error });
  if (!DEFINITE.has(error.statusCode ?? 0)) throw unavailable(error);
  return error;
}

/** A failure after which nothing is known of the outcome. */
export const unavailable = (cause: unknown): ProviderUnavailable =>
  new ProviderUnavailable('Stripe does not answer, or not yet.', { cause });

/** The answer of a call, or what was definitely refused. @throws as {@link refusalOf}. */
export async function attempt<T>(call: Promise<T>): Promise<T | StripeError> {
  try {
    return await call;
  } catch (error) {
    return refusalOf(error);
  }
}

/** The answer of a call that Stripe has no reason to refuse. @throws {ProviderUnavailable} when it does all the same. */
export async function answered<T>(call: Promise<T>): Promise<T> {
  const answer = await attempt(call);
  if (answer instanceof Stripe.errors.StripeError) throw unavailable(answer);
  return answer;
}

export const isRefusal = (answer: unknown): answer is StripeError =>
  answer instanceof Stripe.errors.StripeError;

const DECLINE_CODES: Readonly<Record<string, string>> = {
  insufficient_funds: 'INSUFFICIENT_FUNDS',
  authentication_required: 'AUTHENTICATION_REQUIRED',
  payment_intent_authentication_failure: 'AUTHENTICATION_FAILED',
  resource_missing: 'INVALID_TOKEN',
  token_already_used: 'INVALID_TOKEN',
  payment_method_invalid_parameter: 'INVALID_TOKEN',
};

/** Why a payment was declined, in the provider port's words. */
export const declineCodeOf = ({
  code,
  decline_code: declineCode,
}: {
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
}): string => DECLINE_CODES[declineCode ?? ''] ?? DECLINE_CODES[code ?? ''] ?? 'CARD_DECLINED';
