import { ProviderUnavailable } from '@counterstep/service-kit';
import { Stripe } from 'stripe';

type StripeError = InstanceType<typeof Stripe.errors.StripeError>;

/** Statuses of a final refusal: Stripe understood the request and refused it. */
const DEFINITE = new Set([400, 402, 404]);

/**
 * The definite refusal in an error of the library.
 *
 * @throws {ProviderUnavailable} when the outcome is not known, or Stripe did not consider the request.
 * @throws {Error} when the idempotency key was used with other parameters, or the error is not one of Stripe's.
 */
export function refusalOf(error: unknown): StripeError {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 400)
    throw new Error('The idempotency key was used for another amount or token.', { cause: error });
  if (!DEFINITE.has(error.statusCode ?? 0)) throw unavailable(error);
  return error;
}

/** The error for a call whose outcome is not known. */
export const unavailable = (cause: unknown): ProviderUnavailable =>
  new ProviderUnavailable('Stripe does not answer, or not yet.', { cause });

/** The answer of a call, or its definite refusal. @throws as {@link refusalOf}. */
export async function attempt<T>(call: Promise<T>): Promise<T | StripeError> {
  try {
    return await call;
  } catch (error) {
    return refusalOf(error);
  }
}

/**
 * The answer of a call that Stripe has no reason to refuse. @throws {ProviderUnavailable} when it refuses nevertheless.
 */
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

/** The decline code, in the vocabulary of the provider port. */
export const declineCodeOf = ({
  code,
  decline_code: declineCode,
}: {
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
}): string => DECLINE_CODES[declineCode ?? ''] ?? DECLINE_CODES[code ?? ''] ?? 'CARD_DECLINED';
