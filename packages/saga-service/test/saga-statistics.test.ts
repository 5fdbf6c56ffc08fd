import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { newSaga } from '@counterstep/saga-engine/core/evolve';
import { later, type SagaStatus, planOf, createSagaStore, type SagaStore } from '@counterstep/saga-engine';
import { percentilesOf, sagaStatistics } from '../src/saga-statistics.ts';
import { trip, tripConfig } from '@counterstep/saga-engine/testing';

const plan = planOf(trip, tripConfig);
const start = '2026-03-01T09:00:00.000Z';

let folder: string;
let database: DocumentStore;
let sagas: SagaStore;
let count = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterstep-'));
  database = await openDocumentStore({ service: 'coordinator', dataDir: folder, mongoDb: 'unused' });
  sagas = createSagaStore(database);
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** Stores a saga that started `startMs` after the beginning and, if it has ended, took `tookMs`. */
const saga = async (startMs: number, status: SagaStatus, tookMs?: number, type = 'Trip'): Promise<void> => {
  const now = later(start, startMs);
  await sagas.insert({
    ...newSaga(plan, { id: `saga-${(count += 1)}`, input: {}, now }),
    ...{ definitionName: type, status, requestHash: 'hash', correlationId: 'correlation', epoch: 1 },
    ...(tookMs === undefined ? {} : { finishedAt: later(now, tookMs) }),
  });
};

describe('percentiles', () => {
  it('are durations of sagas, by the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentilesOf(hundred)).toEqual({ p50: 50, p95: 95, p99: 99 });
    expect(percentilesOf([9, 100, 20])).toEqual({ p50: 20, p95: 100, p99: 100 });
    expect(percentilesOf([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
  });

  it('are none where there is nothing', () => {
    expect(percentilesOf([])).toBeNull();
  });
});

describe('the statistics of sagas', () => {
  it('name every status, also where there is nothing', async () => {
    const { durationMs, ...figures } = await sagaStatistics(sagas, {});
    expect(figures).toEqual({
      total: 0,
      byStatus: ['RUNNING', 'COMPENSATING', 'STUCK', 'COMPLETED', 'COMPENSATED'].map((status) => ({
        status,
        count: 0,
      })),
      oldestActiveStartedAt: null,
    });
    expect(await durationMs()).toBeNull();
  });

  it('count by status, measure those that have ended, and know the oldest of the others', async () => {
    await saga(0, 'COMPLETED', 10);
    await saga(1, 'COMPLETED', 30);
    await saga(2, 'COMPENSATED', 20);
    await saga(4, 'STUCK');
    await saga(3, 'RUNNING');
    const { total, byStatus, durationMs, oldestActiveStartedAt } = await sagaStatistics(sagas, {});
    expect(total).toBe(5);
    expect(byStatus.map((each) => each.count)).toEqual([1, 0, 1, 2, 1]);
    expect(await durationMs()).toEqual({ p50: 20, p95: 30, p99: 30 });
    expect(oldestActiveStartedAt).toBe(later(start, 3));
  });

  it('keep to a type and a window', async () => {
    await saga(0, 'COMPLETED', 1_000);
    await saga(10, 'COMPLETED', 20);
    await saga(11, 'COMPLETED', 500, 'Other');
    await saga(12, 'RUNNING', undefined, 'Other');
    const since = await sagaStatistics(sagas, { definitionName: 'Trip', startedAfter: later(start, 10) });
    expect(since).toMatchObject({ total: 1, oldestActiveStartedAt: null });
    expect(await since.durationMs()).toEqual({ p50: 20, p95: 20, p99: 20 });
  });

  it('measure more sagas than a page of the store holds', async () => {
    for (let index = 1; index <= 450; index += 1) await saga(index, 'COMPLETED', index);
    const { durationMs } = await sagaStatistics(sagas, {});
    expect(await durationMs()).toEqual({ p50: 225, p95: 428, p99: 446 });
  });
});
