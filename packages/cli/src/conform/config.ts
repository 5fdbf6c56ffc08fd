import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { givenVariables } from '@counterstep/service-kit';
import type { JWK } from 'jose';
import { z } from 'zod';
import type { GivenInput } from './inputs.ts';

/** The command line, or a file that it names, is invalid; the message says why. */
export class WrongUsage extends Error {}

/** The options of the command line. */
export interface Request {
  readonly url: string;
  readonly audience: string;
  readonly key: JWK;
  readonly otherKey: JWK | undefined;
  readonly values: ReadonlyMap<string, GivenInput>;
  readonly steps: readonly string[] | undefined;
  /** A shell command that restarts the participant. */
  readonly restart: string | undefined;
  readonly json: boolean;
}

export const HELP = `Checks over the wire whether a participant of sagas keeps every rule of docs/participant-protocol.md.

Usage: counterstep conform [OPTIONS] URL

It reads the participant's SDL, makes inputs after it, and calls every step of it again and again, under sagas that there
are not. In the end it undoes what can be undone and has the steps forgotten. Check an installation for tests: what a step
without a compensation does, stays.

  URL                where the participant is, such as http://127.0.0.1:8002
  --audience NAME    the name that tokens for it are made for, such as payments; needed
  --key FILE         the coordinator's private key, a JWK; or the keys.json of a DATA_DIR, which has that of the gateway too;
                     by default the variable INTERNAL_PRIVATE_KEY
  --other-key FILE   the private key of another service that it knows, such as the gateway: a JWK
  --values FILE      inputs that cannot be guessed, as JSON: {"MUTATION": {"input": {...}, "rejected": {...},
                     "waiting": {...}}}; fields that are not given are generated, "rejected" and "waiting" say what is
                     other in an input that is refused, or with which the participant has to wait, and {id} in a text
                     becomes something of which every saga has its own
  --step NAME        a step mutation to check; may be given more than once; by default all
  --restart COMMAND  kills the participant with SIGKILL and starts it again; run by the shell
  --json             prints the report as JSON
  --help             prints this

Exit code: 0 it conforms, 1 it does not, 2 the command line is wrong or the participant cannot be reached.
`;

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  audience: { type: 'string' },
  key: { type: 'string' },
  'other-key': { type: 'string' },
  values: { type: 'string' },
  step: { type: 'string', multiple: true },
  restart: { type: 'string' },
} as const;

const privateKey = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
});
const keyFile = z.union([privateKey, z.object({ coordinator: privateKey, gateway: privateKey })]);
const values = z.record(
  z.string(),
  z.strictObject({
    input: z.record(z.string(), z.unknown()).optional(),
    rejected: z.record(z.string(), z.unknown()).optional(),
    waiting: z.record(z.string(), z.unknown()).optional(),
  }),
);
const url = z.url({ protocol: /^https?$/ });

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

/**
 * Reads JSON of a shape.
 *
 * @throws {WrongUsage} if the text is not such JSON; the message does not quote the text, which may be a key.
 */
function readJson<Shape extends z.ZodType>(text: string, shape: Shape, what: string): z.output<Shape> {
  try {
    return shape.parse(JSON.parse(text));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')})` : '';
    throw new WrongUsage(`${what} is not what it must be${where}.`);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function keysOf(
  keyPath: string | undefined,
  otherPath: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<Request, 'key' | 'otherKey'> {
  const given = keyPath === undefined ? givenVariables(environment)['INTERNAL_PRIVATE_KEY'] : read(keyPath);
  if (given === undefined)
    throw new WrongUsage("Give the coordinator's private key with --key, or in INTERNAL_PRIVATE_KEY.");
  const found = readJson(given, keyFile, keyPath ?? 'INTERNAL_PRIVATE_KEY');
  const other = otherPath === undefined ? undefined : readJson(read(otherPath), privateKey, otherPath);
  return 'coordinator' in found
    ? { key: found.coordinator as JWK, otherKey: (other ?? found.gateway) as JWK }
    : { key: found, otherKey: other };
}

/**
 * Reads the options of the command line and the environment; undefined if they ask for help.
 *
 * @throws {WrongUsage} if an option is unknown, missing or malformed.
 */
export function readRequest(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Request | undefined {
  const { values: given, positionals } = parsed(words);
  if (given.help) return undefined;
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new WrongUsage('Give one URL.');
  if (!url.safeParse(address).success) throw new WrongUsage('URL must begin with http:// or https://.');
  if (!given.audience) throw new WrongUsage('--audience must say the name that tokens for it are made for.');
  const inputs = given.values === undefined ? {} : readJson(read(given.values), values, given.values);
  return {
    url: address.replace(/\/(graphql)?$/, ''),
    audience: given.audience,
    ...keysOf(given.key, given['other-key'], environment),
    values: new Map(Object.entries(inputs)),
    steps: given.step,
    restart: given.restart,
    json: given.json,
  };
}
