import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { NoAnswer } from './client.ts';
import { HELP, readRequest, WrongUsage, type Request } from './config.ts';
import { conform, WrongQuestion } from './conform.ts';
import { readable } from './report.ts';

const RESTART_MS = 60_000;

/** Makes a function that runs a shell command, which may leave processes running; drops its standard output. */
const runLine = (line: string) => async (): Promise<void> => {
  const child = spawn('/bin/sh', ['-c', line], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: RESTART_MS,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new WrongUsage(`The command of --restart has ended with ${code ?? 'a signal'}.`);
};

async function run(request: Request | undefined): Promise<number> {
  if (request === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const { restart, json, steps, ...subject } = request;
  const report = await conform({
    ...subject,
    ...(steps && { steps }),
    restart: restart === undefined ? undefined : runLine(restart),
  });
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : readable(report));
  return report.conforms ? 0 : 1;
}

try {
  process.exitCode = await run(readRequest(process.argv.slice(2)));
} catch (error) {
  const { message } = error as Error;
  if (error instanceof NoAnswer) process.stderr.write(`${message}\n`);
  else if (error instanceof WrongUsage || error instanceof WrongQuestion)
    process.stderr.write(`${message}\nSee counterstep conform --help\n`);
  else throw error;
  process.exitCode = 2;
}
