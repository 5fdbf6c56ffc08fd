import { createContextKey, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  RandomIdGenerator,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { TelemetryConfig } from '../config.ts';

type SamplerConfig = Pick<TelemetryConfig, 'sampler' | 'ratio'>;

/** Whether a service's sampling decision holds for the services that it calls. */
export const isParentBased = ({ sampler }: SamplerConfig): boolean => sampler.startsWith('parentbased');

const rootSampler = ({ sampler, ratio }: SamplerConfig): Sampler => {
  if (sampler.endsWith('traceidratio')) return new TraceIdRatioBasedSampler(ratio);
  return sampler.endsWith('off') ? new AlwaysOffSampler() : new AlwaysOnSampler();
};

const decision = createContextKey('How it is decided whether a span is sampled');

/** Has the sampler decide by chance for the spans below, so that the caller cannot choose it by the trace's id. */
export const decidedAnew = (context: Context): Context => context.setValue(decision, 'anew');

/** Has the sampler decide for the spans of a trace as it did for an earlier trace. */
export const decidedBefore = (context: Context, sampled: boolean): Context =>
  context.setValue(decision, sampled);

/** Creates the configured sampler, which a context's own decision overrides. */
export function createSampler(config: SamplerConfig): Sampler {
  const root = rootSampler(config);
  const sampler = isParentBased(config) ? new ParentBasedSampler({ root }) : root;
  const ids = new RandomIdGenerator();
  return {
    shouldSample: (context, traceId, ...span) => {
      const known = context.getValue(decision);
      if (known === 'anew') return root.shouldSample(ROOT_CONTEXT, ids.generateTraceId(), ...span);
      if (typeof known !== 'boolean') return sampler.shouldSample(context, traceId, ...span);
      return { decision: known ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
    },
    toString: () => `Counterstep{${sampler.toString()}}`,
  };
}
