import {
  flagVariable,
  millisecondsVariable,
  type ServiceConfig,
  InvalidConfiguration,
} from '@counterstep/service-kit';
import { z } from 'zod';
import { defaultEngineConfig, type EngineConfig } from '@counterstep/saga-engine';

const { retry, persistentRetry, ...defaults } = defaultEngineConfig;

/** The variables of the saga engine. */
const engineVariables = {
  ATTEMPT_TIMEOUT_MS: millisecondsVariable(
    defaults.attemptTimeoutMs,
    'How long one attempt of a step may take',
  ),
  RETRY_WINDOW_MS: millisecondsVariable(
    retry.windowMs,
    'How long a step that can be undone is tried again before its outcome counts as unknown',
  ),
  RETRY_ATTEMPTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(retry.attempts)
    .describe('How many attempts of such a step there are at most.'),
  PERSISTENT_RETRY_WINDOW_MS: millisecondsVariable(
    persistentRetry.windowMs,
    'How long a step that must succeed, or a compensation, is tried again before it is STUCK',
  ),
  PROBE_INTERVAL_MS: millisecondsVariable(defaults.probeIntervalMs, 'How often a STUCK step is tried'),
  SAGA_DEADLINE_MS: millisecondsVariable(
    defaults.sagaDeadlineMs,
    'After this time a saga turns back if it still can',
  ),
  LEASE_MS: millisecondsVariable(
    defaults.leaseMs,
    'How long a coordinator owns a saga without a sign of life; more than ATTEMPT_TIMEOUT_MS',
  ),
  CLOCK_SKEW_TOLERANCE_MS: millisecondsVariable(
    1_000,
    'How far the clock of a subgraph may be from that of the coordinator before the log says so; steps are taken all the same',
  ),
  SAGA_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(defaults.concurrency)
    .describe('How many sagas a coordinator works on at once.'),
  FAILPOINT: z
    .string()
    .regex(/^[^#]+(#\d+)?$/, 'must be a name, or a name and #number')
    .optional()
    .describe(
      'For tests, never in production: the process kills itself at this boundary of a saga, the n-th time with `#n`.',
    ),
};

/** The variables of the auditor. */
const auditVariables = {
  AUDIT_ON_START: flagVariable(
    true,
    'Whether everything is audited once, in the background, when the coordinator has started.',
  ),
  AUDIT_SETTLE_MS: millisecondsVariable(
    6_000,
    'How long after the first look the auditor looks again at what seemed wrong; never less than ATTEMPT_TIMEOUT_MS',
  ),
};

/** The variables of retention. */
const retentionVariables = {
  SAGA_RETENTION_DAYS: z.coerce
    .number()
    .min(0)
    .max(36_500)
    .default(90)
    .describe(
      'How long a saga that has ended keeps its input, its events and its step records; 0 keeps them for ever.',
    ),
};

const DAY_MS = 24 * 60 * 60 * 1000;

export interface SagaServiceConfig extends ServiceConfig {
  readonly engine: EngineConfig;
  /** The difference of clocks from which the log names the subgraph, in ms. */
  readonly skewToleranceMs: number;
  readonly audit: {
    readonly onStart: boolean;
    /** The time between an audit's two looks, in ms. */
    readonly settleMs: number;
  };
  /** How long an ended saga keeps its details, in ms; undefined for ever. */
  readonly retentionMs: number | undefined;
  /** See the variable FAILPOINT. */
  readonly failpoint: string | undefined;
}

type EngineValues = z.output<z.ZodObject<typeof engineVariables>>;

/**
 * The engine's settings.
 *
 * @throws {InvalidConfiguration} if values contradict each other.
 */
function engineConfig(values: EngineValues): EngineConfig {
  if (values.LEASE_MS <= values.ATTEMPT_TIMEOUT_MS) {
    throw new InvalidConfiguration('Wrong configuration: LEASE_MS must be more than ATTEMPT_TIMEOUT_MS.');
  }
  return {
    ...defaultEngineConfig,
    attemptTimeoutMs: values.ATTEMPT_TIMEOUT_MS,
    retry: { ...retry, windowMs: values.RETRY_WINDOW_MS, attempts: values.RETRY_ATTEMPTS },
    persistentRetry: { ...persistentRetry, windowMs: values.PERSISTENT_RETRY_WINDOW_MS },
    probeIntervalMs: values.PROBE_INTERVAL_MS,
    sagaDeadlineMs: values.SAGA_DEADLINE_MS,
    leaseMs: values.LEASE_MS,
    concurrency: values.SAGA_CONCURRENCY,
  };
}

/**
 * The failpoint, if one is set.
 *
 * @throws {InvalidConfiguration} if a failpoint is set in production.
 */
function failpointName(values: EngineValues, environment: ServiceConfig['environment']): string | undefined {
  if (values.FAILPOINT !== undefined && environment === 'production') {
    throw new InvalidConfiguration('Wrong configuration: FAILPOINT must not be set in production.');
  }
  return values.FAILPOINT;
}

/** The environment variables of a saga service, beside those of every service and those of its domain. */
export const sagaVariables = { ...engineVariables, ...auditVariables, ...retentionVariables };

/**
 * The settings of a saga service, from its environment variables.
 *
 * @throws {InvalidConfiguration} if values contradict each other, or a failpoint is set in production.
 */
export const sagaServiceConfig = (
  values: z.output<z.ZodObject<typeof sagaVariables>>,
  common: ServiceConfig,
): SagaServiceConfig => ({
  ...common,
  engine: engineConfig(values),
  skewToleranceMs: values.CLOCK_SKEW_TOLERANCE_MS,
  audit: {
    onStart: values.AUDIT_ON_START,
    settleMs: Math.max(values.AUDIT_SETTLE_MS, values.ATTEMPT_TIMEOUT_MS),
  },
  retentionMs: values.SAGA_RETENTION_DAYS === 0 ? undefined : values.SAGA_RETENTION_DAYS * DAY_MS,
  failpoint: failpointName(values, common.environment),
});
