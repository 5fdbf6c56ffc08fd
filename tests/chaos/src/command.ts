import { readArguments, usage, WrongUsage, type Request } from './arguments.ts';
import { inWords, type Report } from './report.ts';
import { runChaos, runElsewhere } from './run.ts';
import { prepareSystem, type System } from './system/system.ts';

/** The outputs of a command. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly progress: (text: string) => void;
}

const INTERRUPTED = 130;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Makes this process clean up from now on, however it ends; returns a function that undoes this. */
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

/** Ends the system; keeps its data and logs where an invariant was violated. */
async function finish(system: System, report: Report): Promise<Report> {
  if (report.verdict === 'kept') {
    await system.stop(false);
    return report;
  }
  await system.stop(true);
  return { ...report, folder: await system.keep() };
}

/** A signal that aborts with the first SIGTERM, which then does not end the process. */
function whenTerminated(): AbortSignal {
  const terminated = new AbortController();
  process.once('SIGTERM', () => {
    terminated.abort();
  });
  return terminated.signal;
}

/** Prints a report; returns the exit code. */
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

/** Runs the command line; returns the exit code. */
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
