import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from './config.ts';

const program = fileURLToPath(new URL('../../../dist/bench-system.js', import.meta.url));

/** The system under test, as a process of its own. */
export interface SystemUnderTest {
  /** The base URLs of the services and of the baseline, by name. */
  readonly urls: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** Resident memory, in bytes. */
  readonly residentBytes: () => Promise<number>;
  /** Kills it with SIGKILL and starts it again on the same data. */
  crash(): Promise<SystemUnderTest>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** Starts the system on new data, or on the data in `dataDir`. */
export async function startSystemUnderTest(
  env: Readonly<Record<string, string>> = {},
  dataDir?: string,
): Promise<SystemUnderTest> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'counterstep-bench-')));
  const child = spawn(process.execPath, [...process.execArgv, program], {
    env: { ...inheritedEnvironment(), DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const urls = await new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      resolve((JSON.parse(line) as { ready: Record<string, string> }).ready);
    });
    void ended.then(() => {
      reject(new Error('The system under test has ended.'));
    });
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    urls,
    dataDir: folder,
    residentBytes: () => residentBytes(child.pid),
    crash: async () => {
      await kill();
      return startSystemUnderTest(env, folder);
    },
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const ps = spawn('ps', ['-o', 'rss=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  ps.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(ps, 'close');
  return Number(text) * 1024;
}

/** Runs work with a system on new data, and removes it afterwards. */
export async function withSystemUnderTest<Result>(
  work: (system: SystemUnderTest) => Promise<Result>,
  env?: Readonly<Record<string, string>>,
): Promise<Result> {
  const system = await startSystemUnderTest(env);
  try {
    return await work(system);
  } finally {
    await system.remove();
  }
}
