import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program to run, and to run again whenever it dies. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its environment, without PORT. */
  readonly environment: NodeJS.ProcessEnv;
  readonly port: number;
  /** Called each time the program starts listening. */
  readonly onStart: (pid: number, url: string) => void;
}

export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

function launch({ command, args, environment }: Program, port: number): ChildProcess {
  const env = { ...environment, PORT: String(port) };
  return spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The URL in the log line that says `listening`; undefined when the program ends before. */
async function addressOf(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) return undefined;
  const lines = createInterface(child.stdout);
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const { msg, url, level } = JSON.parse(line) as Readonly<Record<string, string | undefined>>;
      if (msg === 'listening') resolve(url);
      else if (level !== 'info') console.error(line);
    });
    lines.on('close', () => {
      resolve(undefined);
    });
  });
}

/**
 * Starts the program, and restarts it at the same port whenever it dies, until it is stopped.
 *
 * @throws {Error} when it never listens the first time.
 */
export async function keepRunning(program: Program): Promise<Running> {
  let stopping = false;
  let child = launch(program, program.port);
  const first = await addressOf(child);
  if (first === undefined) throw new Error(`${program.name} does not start.`);
  program.onStart(child.pid ?? 0, first);
  const port = Number(new URL(first).port);
  const again = async (): Promise<void> => {
    while (!stopping) {
      child = launch(program, port);
      const url = await addressOf(child);
      if (url === undefined) continue;
      program.onStart(child.pid ?? 0, url);
      child.once('exit', () => void again());
      return;
    }
  };
  child.once('exit', () => void again());
  return {
    url: first,
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
