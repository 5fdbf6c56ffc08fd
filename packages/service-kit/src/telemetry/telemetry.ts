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

/** Whether whoever sends a `traceparent` also decides that its trace is kept. */
export type Trust = 'trusted' | 'untrusted';

/** What a service tells of itself to a collector. */
export interface Telemetry {
  /** What spans of commits say of the database. */
  readonly database: Attributes;
  /**
   * The place of a caller's work, so that spans below go on with its trace. One that is malformed counts as absent; of an
   * untrusted one the trace's id is kept, and whether it is sampled is decided here.
   */
  join(traceparent: unknown, trust: Trust): Trace;
  /**
   * Begins a trace for work that goes on long after the trace in which it began: it is linked to that one, and kept
   * where that one is.
   */
  resume(name: string, began: string | undefined, options?: SpanOptions): Span;
  /** Sends what the registry holds, again and again. */
  observe(registry: Registry): void;
  /** Sends what is left, for at most a second. */
  stop(): Promise<void>;
}

/** Tells nothing; what is traced elsewhere is handed on. */
export const noTelemetry: Telemetry = {
  database: {},
  join: (traceparent, trust) => {
    // Most callers have none.
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
  /** What spans of commits say of the database. */
  readonly database?: Attributes;
}

/** Starts what the configuration asks for. Where it asks for nothing, nothing of OpenTelemetry is loaded. */
export async function startTelemetry(
  config: TelemetryConfig | undefined,
  options: TelemetryOptions,
): Promise<Telemetry> {
  if (config === undefined) return noTelemetry;
  const { createSdkTelemetry } = await import('./sdk/telemetry.ts');
  return createSdkTelemetry(config, options);
}
