import { parseArgs } from 'node:util';

/** The options of the command line. */
export interface Request {
  readonly help: boolean;
  /** How many schedules to run; undefined if not given: as many as there are sagas, or 10000. */
  readonly runs: number | undefined;
  readonly seed: number | undefined;
  readonly saga: string | undefined;
  readonly definitions: string | undefined;
  /** Whether to play the whole shop, with the real steps of its subgraphs. */
  readonly shop: boolean;
  readonly trace: boolean;
}

/** The command line is invalid; the message says why. */
export class WrongUsage extends Error {}

export const usage = `Usage: npm run simulate -- [options]

Runs sagas on the real engine in a simulated world in which coordinators die, messages are lost and disks fail, and
checks that every invariant holds.

  --runs N             how many schedules (default: 10000; with --seed: 1 of each saga)
  --seed N             the seed of the first schedule (default: 1); one seed gives one schedule
  --saga NAME          only this saga (default: all, one after the other); NAME@VERSION: only that version of it
  --shop               the whole shop: real steps, and several sagas about one order
  --definitions FILE   a JavaScript module that exports \`definitions\`, in place of the coordinator's
  --trace              with --seed: tells everything that happens
  --help               shows this

Exit codes: 0 every invariant held, 1 one was violated, 2 it could not be run.`;

const wholeNumber = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 2 ** 31)
    throw new WrongUsage(`--${name} must be a whole number from ${least} to 2147483648, not "${text}".`);
  return value;
};

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      options: {
        runs: { type: 'string' },
        seed: { type: 'string' },
        saga: { type: 'string' },
        definitions: { type: 'string' },
        shop: { type: 'boolean', default: false },
        trace: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
};

/**
 * Reads the options of the command line.
 *
 * @throws {WrongUsage} if an option is unknown or malformed.
 */
export const readArguments = (words: readonly string[]): Request => {
  const { runs, seed, saga, definitions, shop, trace, help } = parsed(words);
  if (trace && seed === undefined) throw new WrongUsage('--trace needs --seed.');
  if (shop && (saga ?? definitions) !== undefined)
    throw new WrongUsage('--shop plays all sagas of the shop: neither --saga nor --definitions go with it.');
  return {
    ...{ help, saga, definitions, shop, trace },
    runs: runs === undefined ? undefined : wholeNumber('runs', runs, 1),
    seed: seed === undefined ? undefined : wholeNumber('seed', seed, 0),
  };
};
