import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const flags = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];

/** A program of the project, running as a process of its own. */
export interface Program {
  readonly process: ChildProcess;
  /** What it has printed so far, on both streams. */
  output(): string;
  /** Resolves with what the pattern captures in its output; rejects when the program ends first. */
  printed(pattern: RegExp): Promise<string>;
  /** Its end: the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** The same as soon as the process is gone, even if not all of its output has been read. */
  readonly exited: Promise<number | NodeJS.Signals>;
}

/** The programs that still run: a test that is aborted must not leave them behind. */
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A program ended before it did what a test waited for. */
export class ProgramEnded extends Error {
  readonly end: number | NodeJS.Signals;

  constructor(end: number | NodeJS.Signals, message: string) {
    super(message);
    this.end = end;
  }
}

/**
 * Starts a program of `dist/`, such as `all-in-one`, with only the given environment. Its `stdout` is not captured
 * where that is a file.
 */
export function startProgram(
  name: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  { stdout = 'pipe' }: { readonly stdout?: number | 'pipe' } = {},
): Program {
  const child = spawn(process.execPath, [...flags, join(root, 'dist', `${name}.js`), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const check of waiting) check();
    });
  }
  children.add(child);
  const endOf = async (event: 'close' | 'exit') => {
    const [code, signal] = (await once(child, event)) as [number | null, NodeJS.Signals | null];
    children.delete(child);
    return signal ?? code ?? 0;
  };
  const ended = endOf('close');
  return {
    process: child,
    ended,
    exited: endOf('exit'),
    output: () => output,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = pattern.exec(output);
          if (!found) return;
          waiting.delete(check);
          resolve(found[1] ?? found[0]);
        };
        waiting.add(check);
        check();
        void ended.then((end) => {
          const before = `before it printed ${String(pattern)}`;
          reject(new ProgramEnded(end, `${name} ended (${end}) ${before}:\n${output}`));
        });
      }),
  };
}

/** By default a step's retries outlast the restart of a service; with this, an order is undone within a second. */
export const impatient = { RETRY_ATTEMPTS: '5' } as const;

/** The whole system in one process, as `npm start` runs it. */
export interface System {
  /** The public endpoint, without `/graphql`. */
  readonly url: string;
  readonly dataDir: string;
  readonly program: Program;
  /** Kills it with SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it with SIGTERM; returns its exit code. */
  stop(): Promise<number | NodeJS.Signals>;
  /** Starts it again on the same data; it must have ended before. */
  restart(env?: Readonly<Record<string, string>>): Promise<System>;
  /** Ends it, whatever its state, and removes its data. */
  remove(): Promise<void>;
}

/** Starts the system on a free port and on new data, or on the data in `dataDir`. */
export async function startSystem(
  env: Readonly<Record<string, string>> = {},
  dataDir?: string,
): Promise<System> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'counterstep-e2e-')));
  const program = startProgram('all-in-one', {
    PORT: '0',
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
    ...impatient,
    ...env,
  });
  const url = await program.printed(/GraphQL +(http:\S+)\/graphql/);
  const end = async (signal: NodeJS.Signals) => {
    program.process.kill(signal);
    return program.ended;
  };
  return {
    url,
    dataDir: folder,
    program,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    restart: (more = env) => startSystem(more, folder),
    remove: async () => {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
