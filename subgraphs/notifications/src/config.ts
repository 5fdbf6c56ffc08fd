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

/** The variables of notifications. */
export const variables = {
  ...commonVariables,
  PORT: portVariable(portOf('notifications')),
  ...smtpVariables,
  NOTIFICATION_FAILURE_RATE: rateVariable('How many of all attempts to send fail, for demonstrations'),
};

export interface NotificationsConfig extends ServiceConfig {
  /** Undefined: e-mails are kept in the mailbox of the store. */
  readonly smtp: SmtpConfig | undefined;
  /** How many of all attempts to send fail, 0 to 1. */
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
