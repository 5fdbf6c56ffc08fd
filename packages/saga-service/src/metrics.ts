import { Counter, Gauge, Histogram, type Metric } from 'prom-client';
import {
  elapsedMs,
  type Instant,
  type SagaEvent,
  type SagaStatus,
  type SkewListener,
  type SagaDocument,
  type SagaStore,
} from '@counterstep/saga-engine';

/** Reads the latest audit's findings, which are counted by code; undefined if there was no audit. */
export type LatestAudit = () => Promise<
  { readonly findings: readonly { readonly code: string }[] } | undefined
>;

/** A coordinator's metrics for Prometheus. */
export interface SagaMetrics {
  readonly all: readonly Metric[];
  /** Must be called with every event that this coordinator has made durable. */
  readonly onEvent: (saga: SagaDocument, event: SagaEvent) => void;
  /** Must be called after every measurement of a subgraph's clock. */
  readonly onSkew: SkewListener;
  /** See {@link retentionRefused}. */
  readonly retention: Gauge;
}

const DURATION_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];

/**
 * Creates the metrics of one coordinator; only those of active sagas and of audits are the same at every coordinator.
 */
export function createSagaMetrics(
  sagas: Pick<SagaStore, 'count' | 'oldestActive'>,
  latestAudit: LatestAudit,
  now: () => Instant,
): SagaMetrics {
  const events = new Counter({
    name: 'saga_events_total',
    help: 'Events of sagas that this coordinator has committed.',
    labelNames: ['saga', 'type'],
    registers: [],
  });
  const durations = new Histogram({
    name: 'saga_duration_seconds',
    help: 'From the start of a saga to its end, of those that have ended at this coordinator.',
    labelNames: ['saga', 'outcome'],
    buckets: DURATION_BUCKETS_S,
    registers: [],
  });
  const steps = stepMetrics();
  const onEvent: SagaMetrics['onEvent'] = (document, event) => {
    const { definitionName: saga, startedAt } = document;
    const { type, at } = event;
    events.inc({ saga, type });
    steps.onEvent(document, event);
    const outcome = type === 'SAGA_COMPLETED' ? 'COMPLETED' : 'COMPENSATED';
    if (type === 'SAGA_COMPLETED' || type === 'SAGA_COMPENSATED')
      durations.observe({ saga, outcome }, elapsedMs(startedAt, at) / 1000);
  };
  const skew = clockSkew();
  const retention = retentionRefused();
  return {
    all: [
      ...[events, durations, ...steps.all, skew, retention],
      ...[activeSagas(sagas), oldestActive(sagas, now), findings(latestAudit)],
    ],
    onEvent,
    retention,
    onSkew: (subgraph, skewMs) => {
      skew.set({ subgraph }, skewMs / 1000);
    },
  };
}

/** The operation and the outcome that an event of a step reports. */
const stepEnds: Readonly<Partial<Record<SagaEvent['type'], readonly [operation: string, outcome: string]>>> =
  {
    STEP_SUCCEEDED: ['invoke', 'succeeded'],
    STEP_REJECTED: ['invoke', 'rejected'],
    STEP_FAILED_UNCRITICAL: ['invoke', 'failed'],
    STEP_COMPENSATED: ['compensate', 'succeeded'],
  };

function stepMetrics() {
  const durations = new Histogram({
    name: 'saga_step_duration_seconds',
    help: 'From the first attempt of an operation of a step to its end, waits between attempts included. Outcome `succeeded`, `rejected`, or `failed` of a step that is not critical.',
    labelNames: ['saga', 'step', 'operation', 'outcome'],
    buckets: DURATION_BUCKETS_S,
    registers: [],
  });
  const retries = new Counter({
    name: 'saga_step_retries_total',
    help: 'Attempts of steps that are made again because the last one had no answer, or none that decides.',
    labelNames: ['saga', 'step'],
    registers: [],
  });
  const onEvent: SagaMetrics['onEvent'] = ({ definitionName: saga, steps }, { type, step, item, at }) => {
    if (step === undefined) return;
    if (type === 'STEP_RETRYING') retries.inc({ saga, step });
    const begunAt = steps.find((each) => each.name === step && each.item === item)?.operationStartedAt;
    const [operation, outcome] = stepEnds[type] ?? [];
    if (begunAt !== undefined && operation !== undefined && outcome !== undefined)
      durations.observe({ saga, step, operation, outcome }, Math.max(0, elapsedMs(begunAt, at)) / 1000);
  };
  return { all: [durations, retries], onEvent };
}

/** Sets a gauge, or clears it if its value cannot be read, because a stale value would look current. */
async function tell(
  gauge: Gauge,
  read: () => Promise<readonly (readonly [object, number])[]>,
): Promise<void> {
  const values = await read().catch(() => []);
  gauge.reset();
  for (const [labels, value] of values) gauge.set(labels, value);
}

/** Is 1 while nothing is archived because the clock is not trusted. */
const retentionRefused = (): Gauge =>
  new Gauge({
    name: 'retention_refused',
    help: '1 while no saga is archived: the clock has jumped, or this process has read it only once.',
    registers: [],
  });

const clockSkew = () =>
  new Gauge({
    name: 'clock_skew_seconds',
    help: "How far a subgraph's clock is ahead of that of this coordinator; negative where it is behind.",
    labelNames: ['subgraph'],
    registers: [],
  });

const activeSagas = (sagas: Pick<SagaStore, 'count'>): Metric =>
  new Gauge({
    name: 'sagas_active',
    help: 'Sagas that have not ended, of all coordinators.',
    labelNames: ['status'],
    registers: [],
    collect() {
      const count = async (status: SagaStatus) =>
        [{ status }, await sagas.count({ status: [status] })] as const;
      return tell(this, () => Promise.all((['RUNNING', 'COMPENSATING', 'STUCK'] as const).map(count)));
    },
  });

const oldestActive = (sagas: Pick<SagaStore, 'oldestActive'>, now: () => Instant): Metric =>
  new Gauge({
    name: 'sagas_oldest_active_seconds',
    help: 'How long ago the oldest saga that has not ended was started, of all coordinators; 0 where there is none.',
    registers: [],
    collect() {
      return tell(this, async () => {
        const oldest = await sagas.oldestActive({});
        return [[{}, oldest ? Math.max(0, elapsedMs(oldest.startedAt, now())) / 1000 : 0]];
      });
    },
  });

const findings = (latestAudit: LatestAudit): Metric =>
  new Gauge({
    name: 'audit_findings',
    help: 'What the latest audit has found, of whichever coordinator.',
    labelNames: ['code'],
    registers: [],
    collect() {
      return tell(this, async () => {
        const counts = new Map<string, number>();
        for (const { code } of (await latestAudit())?.findings ?? [])
          counts.set(code, (counts.get(code) ?? 0) + 1);
        return [...counts].map(([code, count]) => [{ code }, count] as const);
      });
    },
  });
