import type { Registry } from 'prom-client';
import type { Logger } from '../log.ts';
import type { TelemetryConfig } from './config.ts';
import {
  handedOn,
  noTrace,
  type Attributes,
  type Span,
  type SpanOptions,
  type Trace,
  parseTraceparent,
} from '@counterstep/primitives';

/** Whether the sender of a `traceparent` may decide that its trace is sampled. */
export type Trust = 'trusted' | 'untrusted';

/** A service's traces and metrics for a collector. */
export interface Telemetry {
  /** The attributes that describe the database on commit spans. */
  readonly database: Attributes;
  /**
   * Joins a caller's trace, which the spans below continue. A malformed `traceparent` counts as absent; an untrusted
   * one only gives the trace's id, and sampling is decided here.
   */
  join(traceparent: unknown, trust: Trust): Trace;
  /**
   * Begins a new trace for work that goes on long after its original trace; links it to that one, and samples it if
   * that one was.
   */
  resume(name: string, began: string | undefined, options?: SpanOptions): Span;
  /** Sends the registry's metrics at intervals. */
  observe(registry: Registry): void;
  /** Sends the remaining data, for at most a second. */
  stop(): Promise<void>;
}

/** Records nothing; passes traces of callers on. */
export const noTelemetry: Telemetry = {
  database: {},
  join: (traceparent, trust) => {
    // Most callers send no `traceparent`.
    if (traceparent === undefined) return noTrace;
    const context = parseTraceparent(traceparent);
    return handedOn(context && { ...context, sampled: context.sampled && trust === 'trusted' });
  },
  resume: (_name, began) => handedOn(parseTraceparent(began)),
  observe: () => undefined,
  stop: () => Promise.resolve(),
};

export interface TelemetryOptions {
  /** The name of the service. */
  readonly service: string;
  readonly log: Logger;
  /** The attributes that describe the database on commit spans. */
  readonly database?: Attributes;
}

/** Starts the configured telemetry; without any, OpenTelemetry is not even loaded. */
export async function startTelemetry(
  config: TelemetryConfig | undefined,
  options: TelemetryOptions,
): Promise<Telemetry> {
  if (config === undefined) return noTelemetry;
  const { createSdkTelemetry } = await import('./sdk/telemetry.ts');
  return createSdkTelemetry(config, options);
}
