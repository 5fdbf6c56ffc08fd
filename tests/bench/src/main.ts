import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { tableOf } from './report.ts';
import type { Row, Scenario } from './scenario.ts';
import { endurance } from './scenarios/endurance.ts';
import { federation } from './scenarios/federation.ts';
import { fanout } from './scenarios/fanout.ts';
import { placing } from './scenarios/placing.ts';
import { recovery } from './scenarios/recovery.ts';
import { rollback } from './scenarios/rollback.ts';
import { tracing } from './scenarios/tracing.ts';
import { waiting } from './scenarios/waiting.ts';

const scenarios: readonly Scenario[] = [
  placing,
  rollback,
  recovery,
  federation,
  fanout,
  tracing,
  waiting,
  endurance,
];

const USAGE = `Measures the system, each figure beside its own baseline.

Usage: npm run bench -- [options]

  --only <names>    scenarios to run, separated by commas: ${scenarios.map(({ name }) => name).join(', ')};
                    by default all but tracing, waiting and endurance
  --seconds <n>     how long each load lasts (default 10)
  --orders <n>      how many orders the endurance run places (default 100000)
  --json <file>     where to write the figures (default bench-results.json)
  --help            this text

Exit codes: 0 measured, 1 a scenario failed, 2 wrong usage.
`;

/** @throws {TypeError} when the command line is wrong. */
function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      orders: { type: 'string', default: '100000' },
      json: { type: 'string', default: 'bench-results.json' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [seconds, orders] = [Number(values.seconds), Number(values.orders)];
  if (!(seconds > 0)) throw new TypeError('--seconds must be a number above 0.');
  if (!Number.isInteger(orders) || orders < 1)
    throw new TypeError('--orders must be a whole number above 0.');
  const names = values.only?.split(',');
  const unknown = names?.find((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown !== undefined) throw new TypeError(`There is no scenario ${unknown}.`);
  const chosen = scenarios.filter(({ name, long = false }) => names?.includes(name) ?? !long);
  return { seconds, orders, json: values.json, help: values.help, chosen };
}

async function measure({ seconds, orders, json, chosen }: ReturnType<typeof readOptions>): Promise<void> {
  const progress = (text: string): void => {
    process.stderr.write(`  ${text}\n`);
  };
  const results: Record<string, readonly Row[]> = {};
  for (const { name, title, run } of chosen) {
    process.stderr.write(`${title}\n`);
    const rows = await run({ seconds, orders, progress });
    results[name] = rows;
    process.stdout.write(`\n${title}\n\n${tableOf(rows)}\n\n`);
  }
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model };
  await writeFile(json, `${JSON.stringify({ machine, seconds, results }, null, 2)}\n`);
}

try {
  const options = readOptions();
  if (options.help) process.stdout.write(USAGE);
  else await measure(options);
  process.exit(0);
} catch (error) {
  if (error instanceof TypeError) process.stderr.write(`${error.message}\n\n${USAGE}`);
  else console.error(error);
  process.exit(error instanceof TypeError ? 2 : 1);
}
