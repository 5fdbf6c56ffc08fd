import {
  commonVariables,
  InvalidConfiguration,
  portVariable,
  rateVariable,
  readVariables,
  secretVariable,
  serviceConfig,
  urlVariable,
  type ServiceConfig,
} from '@counterstep/service-kit';
import { portOf } from '@counterstep/schema';
import { z } from 'zod';
import type { StripeConfig } from './provider/stripe/config.ts';

export const variables = {
  ...commonVariables,
  PORT: portVariable(portOf('payments')),
  PAYMENT_PROVIDER: z
    .enum(['simulated', 'stripe'])
    .default('simulated')
    .describe('Who takes the money: `simulated` takes none, `stripe` needs STRIPE_SECRET_KEY.'),
  PAYMENT_FAILURE_RATE: rateVariable(
    'How often a charge of the simulated payment provider fails for a moment, before or after the money is taken',
  ),
  STRIPE_SECRET_KEY: secretVariable('The secret key of the Stripe account.'),
  STRIPE_WEBHOOK_SECRET: secretVariable(
    'The secret that signs the webhooks of Stripe; without it none is taken, and waiting payments are asked for only.',
  ),
  STRIPE_API_URL: urlVariable('https://api.stripe.com', 'Where Stripe is; another one for tests.'),
  STRIPE_RETURN_URL: urlVariable(
    'http://localhost:3000/checkout/return',
    'The page of the shop that customers come back to from their bank; it calls `completePayment`.',
  ),
};

/** The configuration of the payments service. */
export interface PaymentsConfig extends ServiceConfig {
  /** The share of the simulated provider's charges that fail temporarily, 0 to 1. */
  readonly failureRate: number;
  /** Undefined where payments are simulated. */
  readonly stripe?: StripeConfig | undefined;
}

/** @throws {InvalidConfiguration} when a variable is wrong, or the key of the provider is missing. */
export function readConfig(environment = process.env): PaymentsConfig {
  const values = readVariables(variables, environment);
  return { ...serviceConfig(values), failureRate: values.PAYMENT_FAILURE_RATE, stripe: stripeOf(values) };
}

function stripeOf(values: z.output<z.ZodObject<typeof variables>>): StripeConfig | undefined {
  if (values.PAYMENT_PROVIDER !== 'stripe') return undefined;
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = values;
  if (secretKey === undefined)
    throw new InvalidConfiguration('STRIPE_SECRET_KEY must be set where PAYMENT_PROVIDER is stripe.');
  return { secretKey, webhookSecret, apiUrl: values.STRIPE_API_URL, returnUrl: values.STRIPE_RETURN_URL };
}
