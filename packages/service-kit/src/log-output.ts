import { fstatSync, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { LogFiles, type LogFilesConfig } from './log-files.ts';
import type { LogSink } from './log-sink.ts';

/** How much is buffered for a slow reader of the log, in bytes; further entries are dropped and counted. */
const KEPT_BYTES = 1_048_576;

const droppedEntry = (dropped: number): string =>
  `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), dropped, msg: 'log entries were dropped' })}\n`;

/** Writes entries without ever waiting for the sink; drops those that it cannot take, and logs their number later. */
export function createLogOutput(sink: LogSink, keptBytes = KEPT_BYTES): DestinationStream {
  let dropped = 0;
  const take = (entry: string): boolean => sink.waiting() + entry.length <= keptBytes && sink.write(entry);
  return {
    write: (entry) => {
      if (dropped > 0 && take(droppedEntry(dropped))) dropped = 0;
      if (dropped > 0 || !take(entry)) dropped += 1;
    },
  };
}

/**
 * A sink for a file, which takes an entry at once or, on a full disk, refuses it; a half-written entry stays on a line
 * of its own.
 */
export function fileSink(fd: number): LogSink {
  let torn = false;
  return {
    waiting: () => 0,
    write: (entry) => {
      const line = Buffer.from(torn ? `\n${entry}` : entry);
      try {
        const written = writeSync(fd, line);
        if (written > 0) torn = written < line.length;
        return written === line.length;
      } catch {
        return false;
      }
    },
  };
}

const streamSink = (stream: NodeJS.WriteStream): LogSink => ({
  waiting: () => stream.writableLength,
  write: (entry) => {
    if (!stream.writable) return false;
    stream.write(entry);
    return true;
  },
});

/** How to write to a terminal. */
export interface TerminalConfig {
  readonly colours: boolean;
}

/** The outputs of a process's log. */
export interface LogOutputConfig {
  /** How to write readable text to a terminal; undefined writes JSON. */
  readonly terminal: TerminalConfig | undefined;
  /** The files that the log is also written to. */
  readonly files: LogFilesConfig | undefined;
}

/** Makes a formatter that turns an entry into readable text: time, level, service, message, and the other fields. */
export function readable({ colours }: TerminalConfig): (entry: string) => string {
  const pretty = prettyFactory({
    colorize: colours,
    messageKey: 'msg',
    ignore: 'service',
    messageFormat: '{if service}{service}: {end}{msg}',
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return (entry) => pretty(entry);
}

let standardOutput: DestinationStream | undefined;
let outputs: DestinationStream | undefined;

/**
 * The process's log on standard output and, if configured, in files; the first caller's configuration counts. A pipe
 * that nobody reads or a full disk loses entries, but never stops the process.
 */
export function logOutput(config?: LogOutputConfig): DestinationStream {
  standardOutput ??= standardLogOutput(config?.terminal);
  if (config?.files === undefined) return outputs ?? standardOutput;
  if (outputs !== undefined) return outputs;
  const both = [standardOutput, createLogOutput(new LogFiles(config.files))];
  outputs = {
    write: (entry) => {
      for (const output of both) output.write(entry);
    },
  };
  return outputs;
}

function standardLogOutput(terminal: TerminalConfig | undefined): DestinationStream {
  // The process must not end because the reader leaves or the disk is full.
  process.stdout.on('error', () => undefined);
  const output = createLogOutput(isFile(1) ? fileSink(1) : streamSink(process.stdout));
  if (terminal === undefined) return output;
  const written = readable(terminal);
  return {
    write: (entry) => {
      output.write(written(entry));
    },
  };
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
