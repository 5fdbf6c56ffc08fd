import {
  commonVariables,
  portVariable,
  rateVariable,
  readVariables,
  serviceConfig,
  type ServiceConfig,
} from '@counterstep/service-kit';
import { portOf } from '@counterstep/schema';

export const variables = {
  ...commonVariables,
  PORT: portVariable(portOf('shipping')),
  SHIPPING_FAILURE_RATE: rateVariable(
    'How often a booking of the simulated carrier fails for a moment, before or after it is written down',
  ),
};

/** What shipping is configured with. */
export interface ShippingConfig extends ServiceConfig {
  /** How often a booking of the simulated carrier fails for a moment, 0 to 1. */
  readonly failureRate: number;
}

/** @throws {InvalidConfiguration} when a variable is wrong. */
export function readConfig(environment = process.env): ShippingConfig {
  const values = readVariables(variables, environment);
  return { ...serviceConfig(values), failureRate: values.SHIPPING_FAILURE_RATE };
}
