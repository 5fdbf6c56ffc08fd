import { randomUUID } from 'node:crypto';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource,
} from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { TelemetryConfig } from '../config.ts';
import type { Telemetry, TelemetryOptions, Trust } from '../telemetry.ts';
import { noTrace, parseTraceparent } from '@counterstep/primitives';
import { startMetrics } from './metrics.ts';
import { joinPipeline, type Pipeline } from './pipeline.ts';
import { createSampler, decidedAnew, decidedBefore, isParentBased } from './sampling.ts';
import { beginIn, JoinedTrace, remoteContext, type Tracing } from './span.ts';

/** The longest attribute; ours are shorter, but names that clients choose may not be. */
const LONGEST_ATTRIBUTE = 1_024;

const SCOPE = 'counterstep';

/** The resource from the standard variables, with the configured name of the service. */
function resourceOf({ serviceName }: TelemetryConfig, service: string): Resource {
  const told = detectResources({ detectors: [envDetector] });
  const own = resourceFromAttributes({
    'service.namespace': 'counterstep',
    'service.instance.id': randomUUID(),
  });
  const name = serviceName ?? told.attributes['service.name'] ?? service;
  return defaultResource()
    .merge(own)
    .merge(told)
    .merge(resourceFromAttributes({ 'service.name': name }));
}

/** Creates telemetry that sends traces and metrics with OpenTelemetry's SDK. */
export async function createSdkTelemetry(
  config: TelemetryConfig,
  { service, log, database = {} }: TelemetryOptions,
): Promise<Telemetry> {
  const resource = resourceOf(config, service);
  const metrics = config.metrics ? await startMetrics(config, resource) : undefined;
  const pipeline = await joinPipeline(config, log);
  const traces = config.traces ? startTraces(config, resource, pipeline) : undefined;
  return {
    database,
    join: (traceparent, trust) => traces?.join(traceparent, trust) ?? noTrace,
    resume: (name, began, options) => traces?.resume(name, began, options) ?? noTrace,
    observe: (registry) => {
      metrics?.observe(registry);
    },
    stop: () => pipeline.release(metrics?.stop() ?? Promise.resolve()),
  };
}

type Traces = Pick<Telemetry, 'join' | 'resume'>;

function startTraces(config: TelemetryConfig, resource: Resource, { processor }: Pipeline): Traces {
  const provider = new TracerProvider({
    resource,
    sampler: createSampler(config),
    spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
    spanProcessors: [processor],
  });
  const tracing: Tracing = {
    tracer: provider.getTracer(SCOPE),
    parentBased: isParentBased(config),
    decidesById: config.sampler === 'traceidratio',
  };
  return {
    join: (traceparent, trust) => joined(tracing, traceparent, trust),
    resume: (name, began, { links = [], ...options } = {}) => {
      const context = parseTraceparent(began);
      const decided = context ? decidedBefore(ROOT_CONTEXT, context.sampled) : ROOT_CONTEXT;
      return beginIn(tracing, decided, name, {
        ...options,
        links: began === undefined ? links : [began, ...links],
      });
    },
  };
}

function joined(tracing: Tracing, traceparent: unknown, trust: Trust): JoinedTrace {
  const remote = parseTraceparent(traceparent);
  // If every service decides by the trace's id, a stranger must not choose that id.
  const isNone = remote === undefined || (trust === 'untrusted' && tracing.decidesById);
  if (isNone) return new JoinedTrace(tracing, ROOT_CONTEXT);
  const below = trace.setSpanContext(ROOT_CONTEXT, remoteContext(remote));
  return new JoinedTrace(tracing, trust === 'trusted' ? below : decidedAnew(below), remote);
}
