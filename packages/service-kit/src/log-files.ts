import { mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { LogSink } from './log-sink.ts';

/** Where a process keeps its log in files, and how much of it. */
export interface LogFilesConfig {
  readonly folder: string;
  /** A file that has grown to so many bytes is compressed, and another one begun. */
  readonly bytes: number;
  /** How many compressed files of a service are kept. */
  readonly files: number;
  /** How long they are kept, in days. */
  readonly days: number;
}

/** What is kept for a disk that is slow, in bytes for each file. */
const KEPT_BYTES = 1_048_576;
/** How long a file that could not be written is left alone. */
const AGAIN_MS = 1_000;
const DAY_MS = 86_400_000;

/** Entries of the process itself, in which no service is named. */
const NO_SERVICE = 'counterstep';
const serviceOf = (entry: string): string =>
  /^\{"level":"\w+","time":"[^"]+","service":"([a-z-]{1,32})"/.exec(entry)?.[1] ?? NO_SERVICE;

interface Opened {
  readonly stream: RotatingFileStream | undefined;
  readonly at: number;
}

/**
 * The log in files, `<service>.log` for each service, next to the compressed ones before it, `<service>.<n>.log.gz`. It never
 * waits and never throws: an entry that a disk cannot take is refused, and the file is tried again a second later.
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
      // The folder is not there yet, or another process removes the same; the next look is tomorrow.
    }
  }
}
