import {
  elapsedMs,
  type Instant,
  type SagaStatus,
  type SagaFilter,
  type SagaStore,
} from '@counterstep/saga-engine';

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** How many sagas there are, how they stand, and, for whoever asks, how long those took that have ended. */
export interface SagaStatistics {
  readonly total: number;
  readonly byStatus: readonly { readonly status: SagaStatus; readonly count: number }[];
  readonly durationMs: () => Promise<Percentiles | null>;
  readonly oldestActiveStartedAt: Instant | null;
}

const statuses: readonly SagaStatus[] = ['RUNNING', 'COMPENSATING', 'STUCK', 'COMPLETED', 'COMPENSATED'];

/** Percentiles by the nearest rank; null of nothing. */
export function percentilesOf(durations: readonly number[]): Percentiles | null {
  if (durations.length === 0) return null;
  const sorted = Float64Array.from(durations).sort();
  const at = (percent: number): number => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
  return { p50: at(50), p95: at(95), p99: at(99) };
}

/** Reads every saga of the filter, page by page, and keeps one number of each that has ended. */
async function durationsOf(sagas: SagaStore, filter: SagaFilter): Promise<readonly number[]> {
  const durations: number[] = [];
  for await (const page of sagas.pages(filter))
    for (const { startedAt, finishedAt } of page)
      if (finishedAt !== undefined) durations.push(elapsedMs(startedAt, finishedAt));
  return durations;
}

/** Counts the sagas of a type, or all, that started at or after an instant. */
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
