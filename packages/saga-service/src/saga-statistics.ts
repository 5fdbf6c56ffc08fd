import {
  elapsedMs,
  type Instant,
  type SagaStatus,
  type SagaFilter,
  type SagaStore,
} from '@counterstep/saga-engine';

/** Percentiles of durations, in ms. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** How many sagas there are, by status, and how long the ended ones took; durations are read only on request. */
export interface SagaStatistics {
  readonly total: number;
  readonly byStatus: readonly { readonly status: SagaStatus; readonly count: number }[];
  readonly durationMs: () => Promise<Percentiles | null>;
  readonly oldestActiveStartedAt: Instant | null;
}

const statuses: readonly SagaStatus[] = ['RUNNING', 'COMPENSATING', 'STUCK', 'COMPLETED', 'COMPENSATED'];

/** Percentiles by the nearest-rank method; null if there are no durations. */
export function percentilesOf(durations: readonly number[]): Percentiles | null {
  if (durations.length === 0) return null;
  const sorted = Float64Array.from(durations).sort();
  const at = (percent: number): number => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
  return { p50: at(50), p95: at(95), p99: at(99) };
}

/** Reads the matching sagas page by page, and keeps only the durations of the ended ones, in ms. */
async function durationsOf(sagas: SagaStore, filter: SagaFilter): Promise<readonly number[]> {
  const durations: number[] = [];
  for await (const page of sagas.pages(filter))
    for (const { startedAt, finishedAt } of page)
      if (finishedAt !== undefined) durations.push(elapsedMs(startedAt, finishedAt));
  return durations;
}

/** Computes the statistics of the sagas that match the filter. */
export async function sagaStatistics(
  sagas: SagaStore,
  filter: Pick<SagaFilter, 'definitionName' | 'startedAfter'>,
): Promise<SagaStatistics> {
  const [oldest, ...byStatus] = await Promise.all([
    sagas.oldestActive(filter),
    ...statuses.map(async (status) => ({
      status,
      count: await sagas.count({ ...filter, status: [status] }),
    })),
  ]);
  return {
    total: byStatus.reduce((sum, { count }) => sum + count, 0),
    byStatus,
    durationMs: async () => percentilesOf(await durationsOf(sagas, filter)),
    oldestActiveStartedAt: oldest?.startedAt ?? null,
  };
}
