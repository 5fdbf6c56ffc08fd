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
  PORT: portVariable(portOf('payments')),
  PAYMENT_FAILURE_RATE: rateVariable(
    'How often a charge of the simulated payment provider fails for a moment, before or after the money is taken',
  ),
};

/** What payments are configured with. */
export interface PaymentsConfig extends ServiceConfig {
  /** How often a charge of the simulated provider fails for a moment, 0 to 1. */
  readonly failureRate: number;
}

/** @throws {InvalidConfiguration} when a variable is wrong. */
export function readConfig(environment = process.env): PaymentsConfig {
  const values = readVariables(variables, environment);
  return { ...serviceConfig(values), failureRate: values.PAYMENT_FAILURE_RATE };
}
