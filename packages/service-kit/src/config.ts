import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { KeyConfig } from '@counterstep/identity';
import { InvalidConfiguration, type TlsConfig } from '@counterstep/primitives';
import type { LogOutputConfig } from './log-output.ts';
import { telemetryConfig, telemetryVariables, type TelemetryConfig } from './telemetry/config.ts';

const number = (min: number, max: number) => {
  const range = `must be ${min} to ${max}`;
  return z.coerce.number({ error: 'must be a number' }).min(min, range).max(max, range);
};

const integer = (min: number, max: number) => number(min, max).int('must be a whole number');

/** A variable for a TCP port; 0 takes a free one. */
export const portVariable = (fallback: number) =>
  integer(0, 65_535).default(fallback).describe('The TCP port to listen on; 0 takes a free one.');

/** A variable for a duration in milliseconds, at least 1. */
export const millisecondsVariable = (fallback: number, meaning: string) =>
  integer(1, 2_147_483_647).default(fallback).describe(`${meaning}, in milliseconds.`);

/** A variable for a whole number, at least 0. */
export const countVariable = (fallback: number, meaning: string) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0)
    .default(fallback)
    .describe(meaning);

/** A variable for a probability, 0 to 1. */
export const rateVariable = (meaning: string) => number(0, 1).default(0).describe(`${meaning}, 0 to 1.`);

/** A variable for a flag: `true`, `false`, `1` or `0`. */
export const flagVariable = (fallback: boolean, meaning: string) =>
  z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .transform((text) => text === 'true' || text === '1')
    .default(fallback)
    .describe(meaning);

/** A variable for the URL of a service. */
export const urlVariable = (fallback: string, meaning: string) =>
  z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .default(fallback)
    .describe(meaning);

const jsonVariable = (meaning: string) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('must be JSON');
        return z.NEVER;
      }
    })
    .pipe(z.looseObject({}, { error: 'must be a JSON object' }))
    .optional()
    .describe(meaning);

/** A variable for a secret; the variable with the suffix `_FILE` may name a file with it instead. */
export const secretVariable = (meaning: string) =>
  z.string().min(1).optional().meta({ description: meaning, secret: true });

const fileVariable = (meaning: string) => z.string().min(1).optional().describe(meaning);

/** The variables that every service reads. */
export const commonVariables = {
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('development')
    .describe('`production` makes no demo data, and turns GraphiQL and introspection off.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('The address to listen on.'),
  METRICS_PORT: integer(0, 65_535)
    .optional()
    .describe(
      'The TCP port that `/metrics` is served on, and nothing else but `/health`; 0 takes a free one. Without it metrics are on the port of the service, and in production nowhere. Services that share a host need different ones.',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('The least severe level to log.'),
  LOG_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A folder that the log goes to as well, a file for each service. Each process needs one of its own, unless it runs another service.',
    ),
  LOG_FILE_BYTES: integer(1_024, 1_073_741_824)
    .default(102_400)
    .describe('A file in LOG_DIR that has grown to so many bytes is compressed, and another one begun.'),
  LOG_FILES: integer(1, 1_000)
    .default(5)
    .describe('How many compressed files of a service are kept in LOG_DIR.'),
  LOG_DAYS: integer(1, 3_650).default(30).describe('How long compressed files are kept in LOG_DIR, in days.'),
  NO_COLOR: z
    .string()
    .optional()
    .describe(
      'Where it is set, the log on a terminal has no colours ([no-color.org](https://no-color.org)).',
    ),
  MONGO_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional()
    .describe('A MongoDB replica set; without it the store is embedded.'),
  MONGO_DB: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,37}$/, 'must be 1 to 38 letters, digits, _ or -')
    .default('counterstep')
    .describe('The beginning of the MongoDB database names, `<MONGO_DB>_<service>`.'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('The folder of the embedded databases and of keys that were not given.'),
  DEMO_DATA: z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .optional()
    .describe(
      'Whether the first start makes demo data: products, stock and customers with known passwords; by default only where NODE_ENV is not `production`. In production it makes products and stock, and no customers.',
    ),
  TLS_CERT_FILE: fileVariable(
    'The certificate (PEM, with its chain) that the service shows, to clients and to the services that it calls; with it the service speaks TLS only.',
  ),
  TLS_KEY_FILE: fileVariable('The private key (PEM) of TLS_CERT_FILE.'),
  TLS_CA_FILE: fileVariable(
    'The authorities (PEM) whose certificates are trusted, of services and of MongoDB; with TLS_CERT_FILE, callers of a subgraph must show a certificate of theirs.',
  ),
  SESSION_PRIVATE_KEY: jsonVariable('The Ed25519 key (JWK) that signs customers’ sessions; for customers.'),
  SESSION_PUBLIC_KEYS: jsonVariable('The key set (JWKS) that verifies customers’ sessions; for the gateway.'),
  INTERNAL_PRIVATE_KEY: jsonVariable(
    'The Ed25519 key (JWK, `kid` is the name of the service) that signs calls of other services; for gateway and coordinator.',
  ),
  INTERNAL_PUBLIC_KEYS: jsonVariable(
    'The key set (JWKS, each `kid` is the name of a service) that verifies calls of other services.',
  ),
  ...telemetryVariables,
};

/** Variables of an environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The secret variables of all services; for each, as for those made by `secretVariable`, the variable with the suffix
 * `_FILE` may name a file with the secret instead.
 */
export const secretVariables = [
  'MONGO_URI',
  'SMTP_URL',
  'SESSION_PRIVATE_KEY',
  'SESSION_PUBLIC_KEYS',
  'INTERNAL_PRIVATE_KEY',
  'INTERNAL_PUBLIC_KEYS',
] as const;

function secretIn(name: string, environment: Environment): string | undefined {
  const file = environment[`${name}_FILE`]?.trim();
  if (!file) return environment[name];
  if (environment[name]?.trim()) throw new InvalidConfiguration(`Set ${name} or ${name}_FILE, not both.`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new InvalidConfiguration(`${name}_FILE cannot be read: ${(error as Error).message}.`);
  }
}

/**
 * The variables that are set, with secrets read from their files; an empty or blank variable counts as absent.
 *
 * @throws {InvalidConfiguration} if the file of a secret cannot be read, or the secret is given twice.
 */
export function givenVariables(
  environment: Environment,
  names: readonly string[] = secretVariables,
): Environment {
  const secrets = names.map((name) => [name, secretIn(name, environment)] as const);
  const files = new Set<string>(names.map((name) => `${name}_FILE`));
  const all = Object.entries({ ...environment, ...Object.fromEntries(secrets) });
  return Object.fromEntries(all.filter(([name, value]) => value?.trim() && !files.has(name)));
}

/**
 * Reads and validates the variables of a service; an empty variable counts as absent.
 *
 * @throws {InvalidConfiguration} if variables are wrong; the message names all of them.
 */
export function readVariables<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Environment,
): z.output<z.ZodObject<Shape>> {
  const secrets = [...secretVariables, ...secretNames(shape)];
  const result = z.object(shape).safeParse(givenVariables(environment, secrets));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new InvalidConfiguration(`Wrong configuration: ${problems.join('; ')}.`);
}

/** The names of the secret variables in a shape. */
export const secretNames = (shape: z.ZodRawShape): readonly string[] =>
  Object.entries(shape).flatMap(([name, variable]) =>
    (variable as z.ZodType).meta()?.['secret'] === true ? [name] : [],
  );

/** The configuration of every service. */
export interface ServiceConfig {
  readonly environment: 'production' | 'development' | 'test';
  readonly host: string;
  /** The TCP port to listen on; 0 takes a free one. */
  readonly port: number;
  readonly logLevel: string;
  /** The log's output; undefined writes JSON to standard output. */
  readonly logOutput?: LogOutputConfig | undefined;
  readonly mongoUri: string | undefined;
  readonly mongoDb: string;
  readonly dataDir: string;
  /** Whether the service fills an empty database with demo data. */
  readonly demoData: boolean;
  readonly keys: KeyConfig;
  readonly tls: TlsConfig;
  /** The telemetry to send; undefined for none. */
  readonly telemetry?: TelemetryConfig | undefined;
  readonly metrics: MetricsConfig;
}

/** How a service serves metrics for Prometheus. */
export interface MetricsConfig {
  /** Where: `service` on the service's own port, `off` nowhere, a number on that separate port; 0 takes a free one. */
  readonly at: 'service' | 'off' | number;
  /** Which metrics of Node.js are included: those of the whole process, of the thread alone, or none. */
  readonly runtime: 'process' | 'thread' | 'none';
}

type CommonValues = z.output<z.ZodObject<typeof commonVariables>>;

/** The log's output: JSON in production, and elsewhere readable text if standard output is a terminal. */
export const logOutputConfig = (
  values: Pick<
    CommonValues,
    'NODE_ENV' | 'NO_COLOR' | 'LOG_DIR' | 'LOG_FILE_BYTES' | 'LOG_FILES' | 'LOG_DAYS'
  >,
): LogOutputConfig => ({
  terminal:
    values.NODE_ENV !== 'production' && process.stdout.isTTY ? { colours: !values.NO_COLOR } : undefined,
  files:
    values.LOG_DIR === undefined
      ? undefined
      : {
          folder: values.LOG_DIR,
          bytes: values.LOG_FILE_BYTES,
          files: values.LOG_FILES,
          days: values.LOG_DAYS,
        },
});

/**
 * The configuration of metrics.
 *
 * @throws {InvalidConfiguration} if the port of metrics is that of the service.
 */
function metricsConfig(values: CommonValues & { readonly PORT: number }): MetricsConfig {
  const { METRICS_PORT: own, PORT, NODE_ENV } = values;
  if (own === PORT && own !== 0)
    throw new InvalidConfiguration('Wrong configuration: METRICS_PORT must not be the same as PORT.');
  return { at: own ?? (NODE_ENV === 'production' ? 'off' : 'service'), runtime: 'process' };
}

/**
 * The common part of a service's configuration.
 *
 * @throws {InvalidConfiguration} if values contradict each other.
 */
export function serviceConfig(values: CommonValues & { readonly PORT: number }): ServiceConfig {
  return {
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    logOutput: logOutputConfig(values),
    mongoUri: values.MONGO_URI,
    mongoDb: values.MONGO_DB,
    dataDir: values.DATA_DIR,
    demoData:
      values.DEMO_DATA === undefined
        ? values.NODE_ENV !== 'production'
        : values.DEMO_DATA === 'true' || values.DEMO_DATA === '1',
    keys: {
      sessionPrivate: values.SESSION_PRIVATE_KEY,
      sessionPublic: values.SESSION_PUBLIC_KEYS,
      internalPrivate: values.INTERNAL_PRIVATE_KEY,
      internalPublic: values.INTERNAL_PUBLIC_KEYS,
    },
    tls: {
      certFile: values.TLS_CERT_FILE,
      keyFile: values.TLS_KEY_FILE,
      caFile: values.TLS_CA_FILE,
    },
    telemetry: telemetryConfig(values),
    metrics: metricsConfig(values),
  };
}
