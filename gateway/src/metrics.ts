import {
  Counter,
  createOperationMetrics,
  Gauge,
  Histogram,
  type OperationMetrics,
  type Registry,
} from '@counterstep/service-kit/server';
import type { Executor } from './execution.ts';

/** Records metrics of subscriptions; `subgraph` is the one that sends the events. */
export interface SubscriptionMetrics {
  /** Records that a client's subscription begins; call the returned function when it ends. */
  readonly opened: (subgraph: string) => () => void;
  /** Records an event from a subgraph, once for all its clients. */
  readonly arrived: (subgraph: string) => void;
  /** Records that a lost subscription is requested again. */
  readonly resumed: (subgraph: string) => void;
  /** Records that a client received an event this many seconds after it arrived. */
  readonly delivered: (seconds: number) => void;
}

const LAG_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Registers the metrics of subscriptions. */
export function createSubscriptionMetrics(registry: Registry): SubscriptionMetrics {
  const registers = [registry];
  const labelNames = ['subgraph'] as const;
  const open = new Gauge({
    name: 'graphql_subscriptions_open',
    help: 'Subscriptions of clients that are open, over any transport, by the subgraph of their events.',
    ...{ labelNames, registers },
  });
  const events = new Counter({
    name: 'graphql_subscription_events_total',
    help: 'Events that subgraphs have sent; clients that share a subscription share them.',
    ...{ labelNames, registers },
  });
  const resumes = new Counter({
    name: 'graphql_subscription_resumes_total',
    help: 'How often a subscription to a subgraph was lost and asked for again.',
    ...{ labelNames, registers },
  });
  const lag = new Histogram({
    name: 'graphql_subscription_lag_seconds',
    help: 'From the arrival of an event at the gateway until its result is ready for a client that reads.',
    buckets: LAG_S,
    registers,
  });
  return {
    opened: (subgraph) => {
      open.inc({ subgraph });
      return () => {
        open.dec({ subgraph });
      };
    },
    arrived: (subgraph) => {
      events.inc({ subgraph });
    },
    resumed: (subgraph) => {
      resumes.inc({ subgraph });
    },
    delivered: (seconds) => {
      lag.observe(seconds);
    },
  };
}

/** Wraps an executor to count its operations. */
export const measuredExecutor = (executor: Executor, metrics: OperationMetrics): Executor => ({
  read: (...request) => executor.read(...request),
  prepare: (...request) => executor.prepare(...request),
  execute: async (prepared, context) => {
    const { operation, fragments } = prepared.operation;
    const startedAt = performance.now();
    const tell = (errors: readonly Error[] | undefined): void => {
      metrics.observe(operation, fragments, errors, (performance.now() - startedAt) / 1000);
    };
    try {
      const result = await executor.execute(prepared, context);
      tell(result.errors);
      return result;
    } catch (error) {
      tell([error instanceof Error ? error : new Error(String(error))]);
      throw error;
    }
  },
});

/** Registers all metrics of a gateway. */
export const createGatewayMetrics = (registry: Registry) => ({
  operations: createOperationMetrics(registry),
  subscriptions: createSubscriptionMetrics(registry),
});

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;
