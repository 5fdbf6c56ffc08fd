import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MetricsConfig } from '../config.ts';
import { observePool } from './metric-families.ts';

/** The metrics of one service. */
export interface ServiceMetrics {
  /** Families that every service has; the label `service_name` of each sample names its service. */
  readonly common: Registry;
  /** Families that no other service has. */
  readonly own: Registry;
}

/** Creates the metrics of a service, which begin with those of Node.js and of the process's connection pool. */
export function createServiceMetrics(
  service: string,
  runtime: MetricsConfig['runtime'] = 'none',
): ServiceMetrics {
  const metrics = { common: new Registry(), own: new Registry() };
  metrics.common.setDefaultLabels({ service_name: service });
  addRuntime(metrics.common, runtime);
  if (runtime !== 'none') observePool(metrics.common);
  return metrics;
}

/** The metrics of Node.js that differ between the threads of one process. */
const OF_THREAD = /^nodejs_(eventloop_lag|gc_|heap_)/;

function addRuntime(registry: Registry, runtime: MetricsConfig['runtime']): void {
  if (runtime === 'process') collectDefaultMetrics({ register: registry });
  if (runtime !== 'thread') return;
  const all = new Registry();
  collectDefaultMetrics({ register: all });
  for (const { name } of all.getMetricsAsArray()) {
    const metric = OF_THREAD.test(name) ? all.getSingleMetric(name) : undefined;
    if (metric) registry.registerMetric(metric);
  }
}

/**
 * Merges texts in Prometheus' format: a family that several have appears once, with the samples of all. Each family
 * begins with its help.
 */
export function mergeMetrics(texts: readonly string[]): string {
  const families = new Map<string, string[]>();
  for (const family of texts.flatMap((text) => text.split(/^(?=# HELP )/m))) {
    const name = /^# HELP (\S+)/.exec(family)?.[1];
    if (name === undefined) continue;
    const lines = family.split('\n').filter((line) => line !== '');
    const known = families.get(name);
    if (known === undefined) families.set(name, lines);
    else known.push(...lines.filter((line) => !line.startsWith('#')));
  }
  return [...families.values()].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** All metrics of a service, in Prometheus' format. */
export const metricsText = async ({ common, own }: ServiceMetrics): Promise<string> =>
  mergeMetrics(await Promise.all([common.metrics(), own.metrics()]));
