import { parseArgs } from 'node:util';

/** The options of the command line. */
export interface Request {
  readonly help: boolean;
  readonly json: boolean;
  readonly mongo: boolean;
  /** The public endpoint, without `/graphql`, of a running system that something else breaks. */
  readonly url: string | undefined;
  /** Whether clients of that system may fail in no other way than by lost connections. */
  readonly strict: boolean;
  readonly seed: number;
  readonly durationMs: number;
  /** How many times a service is killed with SIGKILL. */
  readonly kills: number;
  readonly ordersPerSecond: number;
}

/** The command line is invalid; the message says why. */
export class WrongUsage extends Error {}

const KILLS_PER_MINUTE = 20;

export const usage = `Usage: npm run chaos -- [options]

Starts the real system, a process for each service, puts it under load, and kills, stops, cuts off and fills up what it
consists of. Then everything comes to rest, and every invariant is checked.

  --seed N               which faults, orders and moments (default: drawn, and printed)
  --minutes M            how long faults go on (default: 5)
  --seconds S            the same in seconds
  --kills K              how many times a service is killed (default: ${KILLS_PER_MINUTE} a minute); other faults in proportion
  --orders-per-second R  how many customers come in a second (default: 5)
  --mongo                on a replica set of three members, with two coordinators; needs MONGOD_BINARY
  --url URL              only load and checks, for a system that runs already and has its demo data: upgrade it, kill its
                         pods meanwhile; nobody else may order there. Not longer than access tokens live; SIGTERM has
                         customers stop coming, and the checks begin
  --strict               with --url: clients may have to connect again, and see no other error
  --json                 prints the report as JSON
  --help                 shows this

Full disks need root and mount; without them they are skipped, and the report says so.
Exit codes: 0 every invariant held, 1 one was violated (data and logs are kept), 2 it could not be run, or wrong usage.
`;

function numberOf(name: string, text: string, least: number, most: number, whole = true): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    throw new WrongUsage(`--${name} must be ${kind} from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        seed: { type: 'string' },
        minutes: { type: 'string' },
        seconds: { type: 'string' },
        kills: { type: 'string' },
        'orders-per-second': { type: 'string', default: '5' },
        mongo: { type: 'boolean', default: false },
        url: { type: 'string' },
        strict: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
}

function endpointOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new WrongUsage(`--url must be an http or https URL, not "${text}".`);
  return text.replace(/(\/graphql)?\/?$/, '');
}

/**
 * Reads the options of the command line; `drawnSeed` is used where it names no seed.
 *
 * @throws {WrongUsage} when an option is unknown or malformed.
 */
export function readArguments(words: readonly string[], drawnSeed: number): Request {
  const { seed, minutes, seconds, kills, mongo, url, strict, json, help, ...rest } = parsed(words);
  if (url === undefined && strict) throw new WrongUsage('--strict needs --url.');
  if (url !== undefined && (mongo || kills !== undefined))
    throw new WrongUsage('With --url nothing is started or killed: leave out --mongo and --kills.');
  if (minutes !== undefined && seconds !== undefined)
    throw new WrongUsage('Give either --minutes or --seconds.');
  const durationS =
    seconds === undefined
      ? 60 * numberOf('minutes', minutes ?? '5', 0.1, 1440, false)
      : numberOf('seconds', seconds, 5, 86_400, false);
  const rate = rest['orders-per-second'];
  return {
    ...{ help, json, mongo, strict },
    url: url === undefined ? undefined : endpointOf(url),
    seed: seed === undefined ? drawnSeed : numberOf('seed', seed, 0, 2 ** 32 - 1),
    durationMs: durationS * 1000,
    kills:
      kills === undefined
        ? Math.max(1, Math.round((durationS / 60) * KILLS_PER_MINUTE))
        : numberOf('kills', kills, 0, 100_000),
    ordersPerSecond: numberOf('orders-per-second', rate, 0.1, 1000, false),
  };
}
