import { readArguments, usage, WrongUsage, type Request } from './arguments.ts';
import { inWords, type Report } from './report.ts';
import { runChaos, runElsewhere } from './run.ts';
import { prepareSystem, type System } from './system/system.ts';

/** Where a command prints. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly progress: (text: string) => void;
}

const INTERRUPTED = 130;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Has this process leave nothing behind from now on, whatever way it ends; answers how to take that back. */
function endCleanly(system: () => System | undefined): () => void {
  const end = (): void => {
    system()?.endNow();
    system()?.removeNow();
  };
  const interrupt = (): void => {
    process.exit(INTERRUPTED);
  };
  process.once('exit', end);
  for (const signal of signals) process.once(signal, interrupt);
  return () => {
    process.off('exit', end);
    for (const signal of signals) process.off(signal, interrupt);
  };
}

/** Ends the system; what it has left is kept where an invariant was violated. */
async function finish(system: System, report: Report): Promise<Report> {
  if (report.verdict === 'kept') {
    await system.stop(false);
    return report;
  }
  await system.stop(true);
  return { ...report, folder: await system.keep() };
}

/** Aborts with the first SIGTERM, which then ends nothing else. */
function whenTerminated(): AbortSignal {
  const terminated = new AbortController();
  process.once('SIGTERM', () => {
    terminated.abort();
  });
  return terminated.signal;
}

/** Prints a report; answers the exit code. */
function print(report: Report, { json }: Request, { out }: Terminal): number {
  out(json ? JSON.stringify(report, undefined, 2) : inWords(report));
  return report.verdict === 'kept' ? 0 : 1;
}

async function run(request: Request, terminal: Terminal): Promise<number> {
  const { seed, mongo, url } = request;
  if (url !== undefined) {
    const report = await runElsewhere(url, request, terminal.progress, whenTerminated());
    return print(report, request, terminal);
  }
  terminal.progress(`Seed ${seed}. Starting the system${mongo ? ' on a replica set' : ''} ...`);
  const started: { system?: System } = {};
  const forget = endCleanly(() => started.system);
  const system = await prepareSystem(mongo);
  started.system = system;
  try {
    await system.start();
    const report = await finish(system, await runChaos(system, request, terminal.progress));
    forget();
    return print(report, request, terminal);
  } catch (error) {
    await system.stop(true);
    terminal.progress(`Data and logs: ${await system.keep()}`);
    forget();
    throw error;
  }
}

/** Runs the command line; answers the exit code. */
export async function chaosCommand(
  words: readonly string[],
  drawnSeed: number,
  terminal: Terminal,
): Promise<number> {
  try {
    const request = readArguments(words, drawnSeed);
    if (!request.help) return await run(request, terminal);
    terminal.out(usage);
    return 0;
  } catch (error) {
    const isUsage = error instanceof WrongUsage;
    terminal.progress(isUsage ? `${error.message}\nSee npm run chaos -- --help` : String(error));
    return 2;
  }
}
