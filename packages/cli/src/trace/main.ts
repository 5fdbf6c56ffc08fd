import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSourceNames } from './sources.ts';

const HELP = `Reads a log from standard input and prints it with the source files in its stack traces. The programs run without
source maps, which would double their memory.

Usage: counterstep trace [--maps DIR] < LOG

  --maps DIR   the source maps of the same build, by default those beside the programs
  --help       prints this

Exit code: 0 done, 2 the command line is wrong.
`;

const BESIDE_PROGRAMS = fileURLToPath(new URL('../../../../dist/', import.meta.url));

async function run(): Promise<void> {
  const options = { help: { type: 'boolean', short: 'h' }, maps: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const named = createSourceNames(values.maps ?? BESIDE_PROGRAMS);
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${named(line)}\n`);
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\nSee counterstep trace --help\n`);
  process.exitCode = 2;
}
