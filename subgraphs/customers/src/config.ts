import {
  commonVariables,
  millisecondsVariable,
  portVariable,
  readVariables,
  serviceConfig,
  type ServiceConfig,
} from '@counterstep/service-kit';
import { portOf } from '@counterstep/schema';
import { smtpConfig, smtpVariables, type SmtpConfig } from '@counterstep/service-kit/mail';
import { z } from 'zod';

const DAY_MS = 24 * 60 * 60_000;

/** The variables that configure sessions. */
export const sessionVariables = {
  ACCESS_TOKEN_LIFETIME_MS: millisecondsVariable(15 * 60_000, 'How long an access token is valid'),
  REFRESH_TOKEN_LIFETIME_DAYS: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1)
    .max(365)
    .default(30)
    .describe('How long a refresh token is valid, in days; each refresh begins anew.'),
  SESSION_MAX_LIFETIME_DAYS: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1)
    .max(365)
    .default(30)
    .describe('How long a session lasts in all, however often it is refreshed, in days.'),
};

/** The variables that configure accounts. */
export const accountVariables = {
  REGISTRATIONS_PER_HOUR: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1)
    .max(1_000_000)
    .default(200)
    .describe('How many accounts one address, or one /64 of IPv6, may open in an hour.'),
};

export const variables = {
  ...commonVariables,
  PORT: portVariable(portOf('customers')),
  ...sessionVariables,
  ...accountVariables,
  ...smtpVariables,
};

export interface SessionConfig {
  readonly accessTokenLifetimeMs: number;
  readonly refreshTokenLifetimeMs: number;
  readonly maxLifetimeMs: number;
}

export interface CustomersConfig extends ServiceConfig {
  readonly sessions: SessionConfig;
  /** If undefined, e-mails are kept in the store. */
  readonly smtp?: SmtpConfig | undefined;
  /** How many accounts one network may open per hour. */
  readonly registrationsPerHour: number;
}

/** Reads the lifetimes of tokens and sessions from variables. */
export const sessionConfig = (values: z.output<z.ZodObject<typeof sessionVariables>>): SessionConfig => ({
  accessTokenLifetimeMs: values.ACCESS_TOKEN_LIFETIME_MS,
  refreshTokenLifetimeMs: values.REFRESH_TOKEN_LIFETIME_DAYS * DAY_MS,
  maxLifetimeMs: values.SESSION_MAX_LIFETIME_DAYS * DAY_MS,
});

/** @throws {InvalidConfiguration} when a variable is wrong. */
export function readConfig(environment = process.env): CustomersConfig {
  const values = readVariables(variables, environment);
  return {
    ...serviceConfig(values),
    sessions: sessionConfig(values),
    smtp: smtpConfig(values),
    registrationsPerHour: values.REGISTRATIONS_PER_HOUR,
  };
}
