import {
  commonVariables,
  portVariable,
  rateVariable,
  readVariables,
  serviceConfig,
  type ServiceConfig,
} from '@counterstep/service-kit';
import { portOf } from '@counterstep/schema';
import { smtpConfig, smtpVariables, type SmtpConfig } from '@counterstep/service-kit/mail';

/** The environment variables of the notifications service. */
export const variables = {
  ...commonVariables,
  PORT: portVariable(portOf('notifications')),
  ...smtpVariables,
  NOTIFICATION_FAILURE_RATE: rateVariable('How many of all attempts to send fail, for demonstrations'),
};

export interface NotificationsConfig extends ServiceConfig {
  /** Undefined where e-mails are kept in the store's mailbox instead of being sent. */
  readonly smtp: SmtpConfig | undefined;
  /** The share of attempts to send that fail, 0 to 1. */
  readonly failureRate: number;
}

/** @throws {InvalidConfiguration} when a variable is wrong. */
export function readConfig(environment = process.env): NotificationsConfig {
  const values = readVariables(variables, environment);
  return {
    ...serviceConfig(values),
    smtp: smtpConfig(values),
    failureRate: values.NOTIFICATION_FAILURE_RATE,
  };
}
