import {
  commonVariables,
  millisecondsVariable,
  portVariable,
  rateVariable,
  readVariables,
  serviceConfig,
  type ServiceConfig,
} from '@counterstep/platform';
import { z } from 'zod';

/** The variables of notifications. */
export const variables = {
  ...commonVariables,
  PORT: portVariable(8004),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an smtp or smtps URL' })
    .optional()
    .describe(
      'The mail server, such as `smtps://user:password@mail.example.com`; without it e-mails are kept in the mailbox of the store.',
    ),
  MAIL_FROM: z
    .string()
    .regex(/^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/, 'must be an e-mail address, with or without a name')
    .default('Counterstep <orders@counterstep.example>')
    .describe('The sender of e-mails.'),
  SMTP_TIMEOUT_MS: millisecondsVariable(
    8_000,
    'How long handing one e-mail to the mail server may take in all',
  ),
  NOTIFICATION_FAILURE_RATE: rateVariable('How many of all attempts to send fail, for demonstrations'),
};

/** A mail server, and how to use it. */
export interface SmtpConfig {
  /** May hold a password. */
  readonly url: string;
  readonly from: string;
  /** The most that handing over one e-mail may take. */
  readonly timeoutMs: number;
}

export interface NotificationsConfig extends ServiceConfig {
  /** Undefined: e-mails are kept in the mailbox of the store. */
  readonly smtp: SmtpConfig | undefined;
  /** How many of all attempts to send fail, 0 to 1. */
  readonly failureRate: number;
}

/** @throws {InvalidConfiguration} when a variable is wrong. */
export function readConfig(environment = process.env): NotificationsConfig {
  const values = readVariables(variables, environment);
  const { SMTP_URL: url, MAIL_FROM: from, SMTP_TIMEOUT_MS: timeoutMs } = values;
  return {
    ...serviceConfig(values),
    smtp: url === undefined ? undefined : { url, from, timeoutMs },
    failureRate: values.NOTIFICATION_FAILURE_RATE,
  };
}
