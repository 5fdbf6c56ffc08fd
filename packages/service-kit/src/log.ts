import { pino, type DestinationStream, type Logger } from 'pino';
import { logOutput, type LogOutputConfig } from './log-output.ts';

export type { Logger };

const secrets: ReadonlySet<string> = new Set([
  'password',
  'passwordHash',
  'accessToken',
  'refreshToken',
  'token',
  'paymentToken',
  'authorization',
  'cookie',
  'sessionPrivate',
  'internalPrivate',
  'mongoUri',
]);

const STRUCK_OUT = '[redacted]';

/** Deeper than this an entry is not looked at, so that one that contains itself has an end. */
const DEPTH = 8;

const hasOwnForm = (value: object): boolean => value instanceof Error || 'toJSON' in value;

// By hand, because pino's own redaction by wildcards makes an entry cost eight times as much.
function withoutSecrets(value: unknown, depth = DEPTH): unknown {
  if (typeof value !== 'object' || value === null || depth === 0 || hasOwnForm(value)) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth - 1));
  const struck: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    struck[name] = secrets.has(name) && item !== undefined ? STRUCK_OUT : withoutSecrets(item, depth - 1);
  }
  return struck;
}

const entryWithoutSecrets = (entry: object) => withoutSecrets(entry) as Record<string, unknown>;

/**
 * A structured logger, of one service or of several whose children name themselves. Secrets are struck out of the first
 * eight levels of an entry, and of the first of a child's bindings.
 */
export function createLogger(
  service: string | undefined,
  level: string,
  destination: DestinationStream = logOutput(),
): Logger {
  const options = {
    level,
    base: service === undefined ? {} : { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: entryWithoutSecrets,
    },
    serializers: {
      // These hold for the bindings of children too.
      ...Object.fromEntries([...secrets].map((name) => [name, () => STRUCK_OUT])),
      err: (error: Error) => entryWithoutSecrets(pino.stdSerializers.err(error)),
    },
  };
  return pino(options, destination);
}

/** How a process logs. */
export interface LogConfig {
  readonly logLevel: string;
  /** Undefined writes JSON to standard output. */
  readonly logOutput?: LogOutputConfig | undefined;
}

/** The log of a process, of one service or of several, where its configuration says. */
export const openLog = (service: string | undefined, config: LogConfig): Logger =>
  createLogger(service, config.logLevel, logOutput(config.logOutput));
