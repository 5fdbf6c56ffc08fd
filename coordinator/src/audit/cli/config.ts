import { parseArgs } from 'node:util';
import { DEMO_PASSWORD } from '@counterstep/schema/demo';
import { givenVariables } from '@counterstep/service-kit';
import { z } from 'zod';

/** The command line or the environment is invalid; the message says why. */
export class WrongUsage extends Error {}

export interface CliConfig {
  /** The public endpoint, without `/graphql`. */
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly json: boolean;
  readonly help: boolean;
  readonly since: string | undefined;
  readonly timeoutMs: number;
}

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  since: { type: 'string' },
  timeout: { type: 'string', default: '600' },
  url: { type: 'string' },
} as const;

const shape = z.object({
  since: z.iso
    .datetime({ offset: true, error: '--since must be an instant, such as 2026-03-01T09:30:00Z' })
    .optional(),
  timeout: z.coerce.number().int().min(1).max(86_400),
  url: z.url({ protocol: /^https?$/ }),
  email: z.email(),
  password: z.string().min(1),
});

const wrong: Readonly<Record<string, string>> = {
  timeout: '--timeout must be 1 to 86400 seconds',
  url: '--url, or COUNTERSTEP_URL, must be an http or https URL',
  email: 'COUNTERSTEP_EMAIL must be an e-mail address',
  password: 'COUNTERSTEP_PASSWORD must not be empty',
};

/**
 * Reads the audit's settings from the command line and the environment.
 *
 * @throws {WrongUsage} when they cannot be understood.
 */
export function readCliConfig(args: readonly string[], environment = process.env): CliConfig {
  const variables = givenVariables(environment);
  const { help, json, ...given } = argumentsIn(args);
  const result = shape.safeParse({
    ...given,
    url: given.url ?? variables['COUNTERSTEP_URL'] ?? 'http://127.0.0.1:4000',
    email: variables['COUNTERSTEP_EMAIL'] ?? 'admin@example.com',
    password: variables['COUNTERSTEP_PASSWORD'] ?? DEMO_PASSWORD,
  });
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new WrongUsage(`${wrong[String(issue?.path[0])] ?? issue?.message ?? 'Wrong usage'}.`);
  }
  const { url, since, timeout, ...login } = result.data;
  return {
    ...login,
    ...{ help, json },
    url: url.replace(/\/(graphql)?$/, ''),
    since: since && new Date(since).toISOString(),
    timeoutMs: timeout * 1000,
  };
}

function argumentsIn(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}
