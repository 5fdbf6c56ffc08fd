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

/** Whether what one service has decided holds for those that it calls. */
export const isParentBased = ({ sampler }: SamplerConfig): boolean => sampler.startsWith('parentbased');

const rootSampler = ({ sampler, ratio }: SamplerConfig): Sampler => {
  if (sampler.endsWith('traceidratio')) return new TraceIdRatioBasedSampler(ratio);
  return sampler.endsWith('off') ? new AlwaysOffSampler() : new AlwaysOnSampler();
};

const decision = createContextKey('How it is decided whether a span is sampled');

/** Has the spans below decided by chance: whoever has named the trace must not have chosen it for that. */
export const decidedAnew = (context: Context): Context => context.setValue(decision, 'anew');

/** Has the spans of a trace decided as those of an earlier one were. */
export const decidedBefore = (context: Context, sampled: boolean): Context =>
  context.setValue(decision, sampled);

/** The configured sampler; what a context says of its spans comes first. */
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
