import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '../config.ts';

const dist = fileURLToPath(new URL('../../../../dist/', import.meta.url));
const flags = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];
const RESTART_PAUSE_MS = 200;
/**
 * How long a start may take, in ms: it usually takes a second or two, but a busy machine, a full disk or an election
 * may make it much longer.
 */
const START_LIMIT_MS = 60_000;
const LISTENING = /"url":"http:\/\/[^"]+:(\d+)","msg":"listening"/;

export interface ServiceOptions {
  readonly name: string;
  /** The program of `dist/`, such as `orders`. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** The file that all its processes log to. */
  readonly log: string;
  /** Called when a process that was ready ends by itself. */
  readonly onDeath: (end: number | NodeJS.Signals) => void;
}

/** A service did not listen within a minute; it goes on trying. */
export class NotStarted extends Error {}

interface Run {
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
  /** Whether it listened before it ended. */
  readonly ready: Promise<boolean>;
  killed: boolean;
}

/** A service that outlives its processes: when one ends, another is started. */
export class ServiceProcess {
  readonly name: string;
  readonly #options: ServiceOptions;
  readonly #log: WriteStream;
  #run: Run | undefined;
  #port: number | undefined;
  /** Counts deliberate starts and stops: what was begun under an earlier count must stop. */
  #will = 0;
  #failedStarts = 0;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
    this.#log = createWriteStream(options.log, { flags: 'a' });
  }

  /** The port on which it listens; undefined while it does not. */
  get port(): number | undefined {
    return this.#port;
  }

  /** How many times a process ended before it was ready, other than by `kill` or `crash`. */
  get failedStarts(): number {
    return this.#failedStarts;
  }

  /**
   * Keeps it running from now on; resolves when it listens, or is ended deliberately.
   *
   * @throws {NotStarted} when it does not listen within a minute.
   */
  async start(): Promise<void> {
    this.#will += 1;
    const ended = new AbortController();
    const limit = delay(START_LIMIT_MS, 'late' as const, { signal: ended.signal });
    const outcome = await Promise.race([this.#keepUp(this.#will), limit]);
    if (outcome === 'late')
      throw new NotStarted(`${this.name} does not start; ${this.#options.log} says why.`);
    ended.abort();
    await limit.catch(() => undefined);
  }

  /** Kills it with SIGKILL, and does not restart it; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#will += 1;
    await this.crash();
  }

  /** Kills the process with SIGKILL; it is restarted as after any other death. */
  async crash(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    run.killed = true;
    run.child.kill('SIGKILL');
    await run.gone;
  }

  /** Stops it with SIGSTOP: it does nothing at all until `wake`. */
  freeze(): void {
    this.#run?.child.kill('SIGSTOP');
  }

  wake(): void {
    this.#run?.child.kill('SIGCONT');
  }

  /** Ends it at once and for good, when this program ends. */
  end(): void {
    this.#will += 1;
    this.#run?.child.kill('SIGKILL');
  }

  async #keepUp(will: number): Promise<void> {
    while (will === this.#will) {
      const run = this.#spawn();
      if (await run.ready) {
        void run.gone.then(() => this.#revive(run, will));
        return;
      }
      await run.gone;
      if (!run.killed && will === this.#will) this.#failedStarts += 1;
      await delay(RESTART_PAUSE_MS);
    }
  }

  async #revive(run: Run, will: number): Promise<void> {
    if (will !== this.#will) return;
    const { exitCode, signalCode } = run.child;
    if (!run.killed) this.#options.onDeath(signalCode ?? exitCode ?? 0);
    await delay(RESTART_PAUSE_MS);
    await this.#keepUp(will);
  }

  #spawn(): Run {
    const { program, env } = this.#options;
    const child = spawn(process.execPath, [...flags, `${dist}${program}.js`], {
      env: { ...inheritedEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const gone = once(child, 'close').then(() => {
      this.#run = undefined;
      this.#port = undefined;
    });
    const listening = new Promise<boolean>((resolve) => {
      let said = '';
      const read = (text: string): void => {
        this.#log.write(text);
        if (this.#port !== undefined) return;
        said += text;
        const [, port] = LISTENING.exec(said) ?? [];
        if (port === undefined) return;
        this.#port = Number(port);
        resolve(true);
      };
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
    });
    const ready = Promise.race([listening, gone.then(() => false)]);
    const run: Run = { child, gone, ready, killed: false };
    this.#run = run;
    return run;
  }
}
