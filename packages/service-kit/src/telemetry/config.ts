import { z } from 'zod';

const count = (fallback: number, meaning: string) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(2_147_483_647)
    .default(fallback)
    .describe(meaning);

const exporter = (signal: string) =>
  z
    .enum(['otlp', 'none'], { error: 'must be otlp or none' })
    .default('otlp')
    .describe(`\`none\` sends no ${signal}.`);

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/**
 * The standard variables of OpenTelemetry that services read; its SDK itself reads others, such as
 * `OTEL_EXPORTER_OTLP_HEADERS`.
 */
export const telemetryVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .describe(
      'Where traces and metrics are sent, such as `http://collector:4318`; without it nothing is traced. `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_EXPORTER_OTLP_HEADERS`, `_TIMEOUT`, `_COMPRESSION`, `_CERTIFICATE` and the variables for one signal are read too.',
    ),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf', 'http/json'], { error: 'must be http/protobuf or http/json' })
    .default('http/protobuf')
    .describe('How they are sent: `http/protobuf` or `http/json`.'),
  OTEL_SDK_DISABLED: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true')
    .default(false)
    .describe('`true` sends nothing, whatever else is set.'),
  OTEL_SERVICE_NAME: z
    .string()
    .max(100, 'must have at most 100 characters')
    .optional()
    .describe(
      'The `service.name` of traces and metrics; by default the name of the service. With all services in one process it is the beginning of their names.',
    ),
  OTEL_TRACES_EXPORTER: exporter('traces'),
  OTEL_METRICS_EXPORTER: exporter('metrics'),
  OTEL_TRACES_SAMPLER: z
    .enum(samplers, { error: `must be one of ${samplers.join(', ')}` })
    .default('parentbased_always_on')
    .describe('Which traces are sent.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a number' })
    .min(0, 'must be 0 to 1')
    .max(1, 'must be 0 to 1')
    .default(1)
    .describe('The share of traces for a sampler by ratio, 0 to 1.'),
  OTEL_BSP_SCHEDULE_DELAY: count(5_000, 'How long ended spans wait to be sent together, in milliseconds.'),
  OTEL_BSP_MAX_QUEUE_SIZE: count(2_048, 'How many ended spans may wait; what is above is dropped.'),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: count(512, 'How many spans are sent together at most.'),
  OTEL_BSP_EXPORT_TIMEOUT: count(30_000, 'How long sending some spans may take, in milliseconds.'),
  OTEL_METRIC_EXPORT_INTERVAL: count(60_000, 'How often metrics are sent, in milliseconds.'),
  OTEL_METRIC_EXPORT_TIMEOUT: count(30_000, 'How long sending metrics may take, in milliseconds.'),
};

/** The telemetry that a service sends, and how. */
export interface TelemetryConfig {
  readonly protocol: 'http/protobuf' | 'http/json';
  /** The service name to report; undefined for the service's own name. */
  readonly serviceName: string | undefined;
  readonly traces: boolean;
  readonly metrics: boolean;
  readonly sampler: (typeof samplers)[number];
  /** The share of traces to sample, 0 to 1. */
  readonly ratio: number;
  readonly queue: {
    readonly scheduledDelayMillis: number;
    readonly maxQueueSize: number;
    readonly maxExportBatchSize: number;
    readonly exportTimeoutMillis: number;
  };
  readonly metricReading: { readonly exportIntervalMillis: number; readonly exportTimeoutMillis: number };
}

type Values = z.output<z.ZodObject<typeof telemetryVariables>>;

/** The configuration of telemetry; undefined if nothing is to be sent. */
export function telemetryConfig(values: Values): TelemetryConfig | undefined {
  const traces = values.OTEL_TRACES_EXPORTER === 'otlp';
  const metrics = values.OTEL_METRICS_EXPORTER === 'otlp';
  const off = values.OTEL_EXPORTER_OTLP_ENDPOINT === undefined || values.OTEL_SDK_DISABLED;
  if (off || !(traces || metrics)) return undefined;
  const maxQueueSize = values.OTEL_BSP_MAX_QUEUE_SIZE;
  const exportIntervalMillis = values.OTEL_METRIC_EXPORT_INTERVAL;
  return {
    protocol: values.OTEL_EXPORTER_OTLP_PROTOCOL,
    serviceName: values.OTEL_SERVICE_NAME,
    ...{ traces, metrics },
    sampler: values.OTEL_TRACES_SAMPLER,
    ratio: values.OTEL_TRACES_SAMPLER_ARG,
    queue: {
      scheduledDelayMillis: values.OTEL_BSP_SCHEDULE_DELAY,
      maxQueueSize,
      maxExportBatchSize: Math.min(values.OTEL_BSP_MAX_EXPORT_BATCH_SIZE, maxQueueSize),
      exportTimeoutMillis: values.OTEL_BSP_EXPORT_TIMEOUT,
    },
    metricReading: {
      exportIntervalMillis,
      exportTimeoutMillis: Math.min(values.OTEL_METRIC_EXPORT_TIMEOUT, exportIntervalMillis),
    },
  };
}
