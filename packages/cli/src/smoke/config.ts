import { parseArgs } from 'node:util';
import { givenVariables } from '@counterstep/service-kit';
import { z } from 'zod';

/** The command line or the environment is invalid; the message says why. */
export class WrongUsage extends Error {}

/** The options of the command line. */
export interface Request {
  readonly help: boolean;
  /** The public endpoint, without `/graphql`. */
  readonly url: string;
  readonly isReadOnly: boolean;
  /** The customer who places the order; undefined to register a new one. */
  readonly login: { readonly email: string; readonly password: string } | undefined;
  /** How long to repeat unanswered requests, in ms. */
  readonly patienceMs: number;
}

export const HELP = `Uses a running system as a customer does, through its public endpoint, and says whether it works.

Usage: counterstep smoke [OPTIONS] [URL]

It registers a customer, looks at products, places an order, follows it by a subscription to its end, and cancels it.

  URL                  the gateway, by default COUNTERSTEP_URL or http://127.0.0.1:4000
  --read-only          registers and reads only: for production, where an order would be a real one
  --patience SECONDS   how long what does not answer is asked again, by default 60
  --help               prints this

Environment: COUNTERSTEP_EMAIL and COUNTERSTEP_PASSWORD of a customer, who then logs in in place of a new one.

Exit code: 0 it works, 1 it does not, 2 the command line is wrong.
`;

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  'read-only': { type: 'boolean', default: false },
  patience: { type: 'string', default: '60' },
} as const;

const shape = z.object({
  url: z.url({ protocol: /^https?$/, error: 'URL must begin with http:// or https://' }),
  patience: z.coerce
    .number({ error: '--patience must be a number of seconds' })
    .min(0, '--patience must be 0 to 3600')
    .max(3600, '--patience must be 0 to 3600'),
});

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

/**
 * Reads the options of the command line and the environment.
 *
 * @throws {WrongUsage} if an option is unknown or malformed.
 */
export function readRequest(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Request {
  const { values, positionals } = parsed(words);
  if (positionals.length > 1) throw new WrongUsage('Only one URL can be given.');
  const url = positionals[0] ?? givenVariables(environment)['COUNTERSTEP_URL'] ?? 'http://127.0.0.1:4000';
  const result = shape.safeParse({ url, patience: values.patience });
  if (!result.success) throw new WrongUsage(`${result.error.issues[0]?.message ?? 'Wrong'}.`);
  const { COUNTERSTEP_EMAIL: email, COUNTERSTEP_PASSWORD: password } = givenVariables(environment);
  if (!email !== !password) throw new WrongUsage('Set both COUNTERSTEP_EMAIL and COUNTERSTEP_PASSWORD.');
  return {
    help: values.help,
    url: result.data.url.replace(/\/(graphql)?$/, ''),
    isReadOnly: values['read-only'],
    login: email && password ? { email, password } : undefined,
    patienceMs: result.data.patience * 1000,
  };
}
