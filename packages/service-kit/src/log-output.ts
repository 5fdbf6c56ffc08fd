import { fstatSync, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { LogFiles, type LogFilesConfig } from './log-files.ts';
import type { LogSink } from './log-sink.ts';

/** What is kept of a log whose reader is slow, in bytes; what is more is dropped and counted. */
const KEPT_BYTES = 1_048_576;

const droppedEntry = (dropped: number): string =>
  `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), dropped, msg: 'log entries were dropped' })}\n`;

/** Writes entries without ever waiting for the sink: those that it cannot take are dropped, and their number is logged later. */
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

/** A file takes an entry at once or, on a full disk, not at all; half an entry stays a line of its own. */
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

/** How a terminal is written to. */
export interface TerminalConfig {
  readonly colours: boolean;
}

/** Where the log of a process goes. */
export interface LogOutputConfig {
  /** Where standard output is a terminal that somebody reads; undefined writes JSON. */
  readonly terminal: TerminalConfig | undefined;
  /** The files that the log goes to, too. */
  readonly files: LogFilesConfig | undefined;
}

/** An entry as somebody reads it: time, level, service, message, and what else there is. */
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
 * The log of the process on standard output, and in files where that is configured; the first caller decides. A pipe that
 * nobody reads and a full disk cost entries, never the process.
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
  // A reader that leaves, or a disk that is full, is no reason to end.
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
