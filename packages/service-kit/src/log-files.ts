import { mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { LogSink } from './log-sink.ts';

/** Where a process keeps log files, and how many. */
export interface LogFilesConfig {
  readonly folder: string;
  /** The size at which a file is compressed and a new one begun, in bytes. */
  readonly bytes: number;
  /** How many compressed files are kept per service. */
  readonly files: number;
  /** How long compressed files are kept, in days. */
  readonly days: number;
}

/** How much is buffered for a slow disk, in bytes per file. */
const KEPT_BYTES = 1_048_576;
/** How long to wait before writing again to a file that failed, in ms. */
const AGAIN_MS = 1_000;
const DAY_MS = 86_400_000;

/** The name of the file for entries of the process itself, which name no service. */
const NO_SERVICE = 'counterstep';
const serviceOf = (entry: string): string =>
  /^\{"level":"\w+","time":"[^"]+","service":"([a-z-]{1,32})"/.exec(entry)?.[1] ?? NO_SERVICE;

interface Opened {
  readonly stream: RotatingFileStream | undefined;
  readonly at: number;
}

/**
 * Writes the log to files: `<service>.log` for each service, beside its compressed predecessors `<service>.<n>.log.gz`.
 * It never waits and never throws: it refuses an entry that the disk cannot take, and tries the file again a second
 * later.
 */
export class LogFiles implements LogSink {
  readonly #config: LogFilesConfig;
  readonly #opened = new Map<string, Opened>();

  constructor(config: LogFilesConfig) {
    this.#config = config;
    setInterval(() => {
      this.#removeOld();
    }, DAY_MS).unref();
    this.#removeOld();
  }

  waiting(): number {
    return 0;
  }

  write(entry: string): boolean {
    const stream = this.#streamOf(serviceOf(entry));
    if (stream === undefined || stream.writableLength + entry.length > KEPT_BYTES) return false;
    stream.write(entry);
    return true;
  }

  #streamOf(service: string): RotatingFileStream | undefined {
    const opened = this.#opened.get(service);
    const mayTry = opened === undefined || performance.now() - opened.at > AGAIN_MS;
    if (opened && (opened.stream || !mayTry)) return opened.stream;
    const stream = this.#open(service);
    this.#opened.set(service, { stream, at: performance.now() });
    return stream;
  }

  #open(service: string): RotatingFileStream | undefined {
    const { folder, bytes, files } = this.#config;
    try {
      mkdirSync(folder, { recursive: true });
      const nameOf = (index: number | Date | null): string =>
        typeof index === 'number' ? `${service}.${index}.log.gz` : `${service}.log`;
      const stream = createStream(nameOf, {
        ...{ path: folder, size: `${bytes}B`, rotate: files, compress: 'gzip', mode: 0o640 },
      });
      const forget = (): void => {
        this.#opened.set(service, { stream: undefined, at: performance.now() });
      };
      return stream
        .on('error', forget)
        .on('close', forget)
        .on('rotated', () => {
          this.#removeOld();
        });
    } catch {
      return undefined;
    }
  }

  #removeOld(): void {
    const { folder, days } = this.#config;
    try {
      for (const name of readdirSync(folder)) {
        const file = join(folder, name);
        if (name.endsWith('.log.gz') && Date.now() - statSync(file).mtimeMs > days * DAY_MS) unlinkSync(file);
      }
    } catch {
      // The folder does not exist yet, or another process removes the same files; the next attempt is tomorrow.
    }
  }
}
