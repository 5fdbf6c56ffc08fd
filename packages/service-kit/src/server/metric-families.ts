import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { poolCounts } from '@counterstep/document-store';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Durations of HTTP requests; all unknown routes count as one. */
export const httpDurations = (registry: Registry) =>
  new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long HTTP requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });

/** Durations of operations, by fields of the schema, never by names that a client chose. */
export const operationDurations = (registry: Registry) =>
  new Histogram({
    name: 'graphql_operation_duration_seconds',
    help: 'How long valid queries and mutations took, by root field (`several` where they have more than one). Outcome `ok`; `refused`: the caller is told why not; `failed`: the system could not.',
    labelNames: ['type', 'field', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  });

/** Durations of step mutations at their participant. */
export const stepDurations = (registry: Registry) =>
  new Histogram({
    name: 'step_duration_seconds',
    help: 'How long calls of step mutations took at their participant, by mutation. Outcome `done`; `waiting`: it is to be asked again; `rejected`: the typed word that nothing happened; `failed`.',
    labelNames: ['mutation', 'operation', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  });

/** Durations of commits. */
export const commitDurations = (registry: Registry) =>
  new Histogram({
    name: 'store_commit_duration_seconds',
    help: 'How long commits to the database of the service took. Outcome `committed`; `rejected`: a guard or a unique index said no; `busy`: others held what was needed; `failed`.',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers: [registry],
  });

/** Observes the process's connections to MongoDB; all are zero if the store is embedded. */
export function observePool(registry: Registry): void {
  new Gauge({
    name: 'mongodb_pool_connections',
    help: 'Connections of the process to MongoDB, `in_use` or `idle`.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { open, inUse } = poolCounts();
      this.set({ state: 'in_use' }, inUse);
      this.set({ state: 'idle' }, open - inUse);
    },
  });
  new Gauge({
    name: 'mongodb_pool_waiting',
    help: 'Operations of the process that wait for a connection to MongoDB.',
    registers: [registry],
    collect() {
      this.set(poolCounts().waiting);
    },
  });
}

export { Counter, Gauge, Histogram, Registry };
