import { millisToHrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricProducer,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import type { Registry } from 'prom-client';
import type { TelemetryConfig } from '../config.ts';
import { metricOf } from './prometheus.ts';

/** Sends a service's metrics at intervals. */
export interface Metrics {
  observe(registry: Registry): void;
  /** Stops; resolves once the last metrics are sent, or cannot be. */
  stop(): Promise<void>;
}

/** Starts sending the same metrics that Prometheus can read, so that everything is counted once. */
export async function startMetrics(config: TelemetryConfig, resource: Resource): Promise<Metrics> {
  const registries: Registry[] = [];
  const reader = new PeriodicExportingMetricReader({
    ...config.metricReading,
    exporter: await createMetricExporter(config.protocol),
    metricProducers: [producerOf(registries, resource)],
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return {
    observe: (registry) => {
      registries.push(registry);
    },
    stop: () => provider.shutdown(),
  };
}

async function createMetricExporter(protocol: TelemetryConfig['protocol']): Promise<PushMetricExporter> {
  const { OTLPMetricExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-metrics-otlp-http')
      : await import('@opentelemetry/exporter-metrics-otlp-proto');
  return new OTLPMetricExporter();
}

function producerOf(registries: readonly Registry[], resource: Resource): MetricProducer {
  const startTime = millisToHrTime(Date.now());
  return {
    collect: async () => {
      const families = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
      const counted = { startTime, endTime: millisToHrTime(Date.now()) };
      const metrics = families.flat().flatMap((family) => metricOf(family as never, counted) ?? []);
      const scopeMetrics = [{ scope: { name: 'counterstep' }, metrics }];
      return { resourceMetrics: { resource, scopeMetrics }, errors: [] };
    },
  };
}
