import {
  commonVariables,
  portVariable,
  rateVariable,
  readVariables,
  secretVariable,
  serviceConfig,
  type ServiceConfig,
} from '@counterstep/service-kit';
import { portOf } from '@counterstep/schema';
import { z } from 'zod';
import type { HttpCarrierConfig } from './carrier/http-carrier.ts';

export const variables = {
  ...commonVariables,
  PORT: portVariable(portOf('shipping')),
  SHIPPING_FAILURE_RATE: rateVariable(
    'How often a booking of the simulated carrier fails for a moment, before or after it is written down',
  ),
  CARRIER_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .refine((url) => !/[?#@]/.test(url), 'must hold no login and no query')
    .optional()
    .describe(
      'Where the carrier is, which speaks docs/connect-your-carrier.md; without it parcels are simulated.',
    ),
  CARRIER_TOKEN: secretVariable('What the carrier wants to see as a bearer token.'),
  CARRIER_WEBHOOK_SECRET: secretVariable(
    'The secret that signs the reports of the carrier, `whsec_` and 24 to 64 bytes in base64; without it none is taken.',
  ).refine(
    (secret) => secret === undefined || isWebhookSecret(secret),
    'must be whsec_ and 24 to 64 bytes in base64',
  ),
  CARRIER_NAME: z
    .string()
    .min(1)
    .max(50)
    .default('Carrier')
    .describe('The name of that carrier, for people.'),
};

const isWebhookSecret = (secret: string): boolean => {
  const bytes = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const { length } = Buffer.from(bytes ?? '', 'base64');
  return length >= 24 && length <= 64;
};

/** The configuration of the shipping service. */
export interface ShippingConfig extends ServiceConfig {
  /** The share of the simulated carrier's bookings that fail temporarily, 0 to 1. */
  readonly failureRate: number;
  /** Undefined where parcels are simulated. */
  readonly carrier?: HttpCarrierConfig | undefined;
  /** Verifies the carrier's reports; undefined where none is accepted. */
  readonly webhookSecret?: string | undefined;
}

/** @throws {InvalidConfiguration} when a variable is wrong. */
export function readConfig(environment = process.env): ShippingConfig {
  const values = readVariables(variables, environment);
  const { CARRIER_URL: url, CARRIER_TOKEN: token, CARRIER_NAME: name } = values;
  return {
    ...serviceConfig(values),
    failureRate: values.SHIPPING_FAILURE_RATE,
    carrier: url === undefined ? undefined : { url, token, name },
    webhookSecret: values.CARRIER_WEBHOOK_SECRET,
  };
}
