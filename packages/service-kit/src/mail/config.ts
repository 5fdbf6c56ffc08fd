import { z } from 'zod';
import { millisecondsVariable } from '../config.ts';

/** The environment variables of a service that sends e-mails. */
export const smtpVariables = {
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
};

/** The configuration of a mail server. */
export interface SmtpConfig {
  /** The URL of the mail server, which may contain a password. */
  readonly url: string;
  readonly from: string;
  /** How long the handover of one e-mail may take, in ms. */
  readonly timeoutMs: number;
}

/** The configured mail server; undefined if there is none. */
export const smtpConfig = (values: z.output<z.ZodObject<typeof smtpVariables>>): SmtpConfig | undefined => {
  const { SMTP_URL: url, MAIL_FROM: from, SMTP_TIMEOUT_MS: timeoutMs } = values;
  return url === undefined ? undefined : { url, from, timeoutMs };
};
