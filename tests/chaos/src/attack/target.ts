import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '../config.ts';

const program = fileURLToPath(new URL('../../../../dist/all-in-one.js', import.meta.url));
const READY = /GraphQL +(http:\S+)\/graphql/;

/** The system under attack: all services in one process, as `npm start` runs them, on new data. */
export interface Target {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The resident memory of the process, in MiB; undefined when it is gone. */
  memoryMiB(): Promise<number | undefined>;
  /** How the process has ended; undefined while it lives. */
  ended(): number | NodeJS.Signals | undefined;
  /** Ends it with SIGTERM, removes its data and returns its exit code. */
  stop(): Promise<number | NodeJS.Signals>;
}

/** Starts the target. @throws {Error} with its output when it ends before it is ready. */
export async function startTarget(): Promise<Target> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterstep-attack-'));
  const child = spawn(process.execPath, [program], {
    env: { ...inheritedEnvironment(), PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let end: number | NodeJS.Signals | undefined;
  const gone = once(child, 'exit').then(([code, signal]) => {
    end = (signal ?? code) as number | NodeJS.Signals;
    return end;
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = READY.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void gone.then((how) => {
      reject(new Error(`The system ended (${how}) before it was ready: ${said}`));
    });
  });
  const { hostname: host, port } = new URL(url);
  return {
    url,
    host,
    port: Number(port),
    memoryMiB: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      const kib = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
      return kib === undefined ? undefined : Number(kib) / 1024;
    },
    ended: () => end,
    stop: async () => {
      child.kill('SIGTERM');
      const how = await gone;
      await rm(dataDir, { recursive: true, force: true });
      return how;
    },
  };
}
