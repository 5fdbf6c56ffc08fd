import { parseArgs } from 'node:util';
import { services } from '../programs.ts';
import { statusOf } from './ask.ts';
import { portsToAsk, speaksTls } from './config.ts';

const HELP = `Asks the service that runs in this container whether it lives; for health checks.

Usage: counterstep health [OPTIONS] [SERVICE]

  SERVICE   whose port is asked where PORT is not set; by default that of whichever service answers
  --ready   asks whether it can do its work, too
  --help    prints this

Exit code: 0 yes, 1 no, 2 the command line is wrong.
`;

const TIMEOUT_MS = 4_000;

/** Why the service is not healthy; undefined if it is. */
async function problem(ports: readonly number[], path: string): Promise<string | undefined> {
  const answers = ports.map(async (port) => {
    const status = await statusOf(port, path, speaksTls(), TIMEOUT_MS);
    return status === 200 ? undefined : `${path} of port ${port} answers ${status}`;
  });
  return Promise.any(answers).catch(() => `nothing answers on port ${ports.join(', ')}`);
}

async function run(): Promise<number> {
  const options = { help: { type: 'boolean', short: 'h' }, ready: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [service, ...more] = positionals;
  if (more.length > 0 || (service !== undefined && !Object.keys(services).includes(service)))
    throw new TypeError(`SERVICE must be one of ${Object.keys(services).join(', ')}.`);
  const found = await problem(portsToAsk(service), values.ready ? '/ready' : '/health');
  if (found !== undefined) process.stderr.write(`${found}\n`);
  return found === undefined ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\nSee counterstep health --help\n`);
  process.exitCode = 2;
}
