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

/** The depth to which entries are searched for secrets, which also ends the search of cyclic ones. */
const DEPTH = 8;

const hasOwnForm = (value: object): boolean => value instanceof Error || 'toJSON' in value;

// Pino's own redaction by wildcards would make an entry eight times as expensive.
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
 * Creates a structured logger, of one service or of several that are named by its children. It redacts secrets in the
 * first eight levels of an entry, and in the first level of a child's bindings.
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
      // Serializers also apply to the bindings of children.
      ...Object.fromEntries([...secrets].map((name) => [name, () => STRUCK_OUT])),
      err: (error: Error) => entryWithoutSecrets(pino.stdSerializers.err(error)),
    },
  };
  return pino(options, destination);
}

/** The configuration of a process's log. */
export interface LogConfig {
  readonly logLevel: string;
  /** The log's output; undefined writes JSON to standard output. */
  readonly logOutput?: LogOutputConfig | undefined;
}

/** Opens a process's log, for one service or for several, as configured. */
export const openLog = (service: string | undefined, config: LogConfig): Logger =>
  createLogger(service, config.logLevel, logOutput(config.logOutput));
