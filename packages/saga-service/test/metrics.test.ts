import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { AuditDocument } from '../src/audit/audit-store.ts';
import { createSagaMetrics } from '../src/metrics.ts';
import type { SagaEvent, SagaDocument, SagaStore } from '@counterstep/saga-engine';

const saga = {
  definitionName: 'PlaceOrder',
  startedAt: '2026-01-01T00:00:00.000Z',
  steps: [{ name: 'processPayment', operationStartedAt: '2026-01-01T00:00:01.000Z' }],
} as unknown as SagaDocument;

/** The lines of metrics for a store that counts as given, and for the latest audit. */
async function told(
  count: SagaStore['count'],
  audit?: Partial<AuditDocument>,
  events: readonly SagaEvent[] = [],
): Promise<readonly string[]> {
  const store = { count, oldestActive: () => Promise.resolve(saga) };
  const latest = () => Promise.resolve(audit as AuditDocument | undefined);
  const metrics = createSagaMetrics(store, latest, () => '2026-01-01T00:01:00.000Z');
  for (const event of events) metrics.onEvent(saga, event);
  metrics.onEvent(saga, { type: 'STEP_RETRYING', at: '2026-01-01T00:00:01.000Z' });
  metrics.onEvent(saga, { type: 'SAGA_COMPENSATED', at: '2026-01-01T00:00:02.000Z' });
  const registry = new Registry();
  for (const metric of metrics.all) registry.registerMetric(metric);
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the metrics of sagas', () => {
  it('count events, and how long sagas took', async () => {
    const lines = await told(() => Promise.resolve(0));
    expect(lines).toContain('saga_events_total{saga="PlaceOrder",type="STEP_RETRYING"} 1');
    expect(lines).toContain('saga_duration_seconds_sum{saga="PlaceOrder",outcome="COMPENSATED"} 2');
    expect(lines).toContain('saga_duration_seconds_bucket{le="1",saga="PlaceOrder",outcome="COMPENSATED"} 0');
  });

  it('say how long operations of steps took, and how often they were tried again', async () => {
    const at = '2026-01-01T00:00:03.500Z';
    const step = 'processPayment';
    const lines = await told(() => Promise.resolve(0), undefined, [
      { type: 'STEP_RETRYING', at, step },
      { type: 'STEP_REJECTED', at, step },
      { type: 'STEP_UNKNOWN', at, step },
    ]);
    const labels = 'saga="PlaceOrder",step="processPayment"';
    expect(lines).toContain(`saga_step_retries_total{${labels}} 1`);
    expect(lines.filter((line) => line.startsWith('saga_step_duration_seconds_sum'))).toEqual([
      `saga_step_duration_seconds_sum{${labels},operation="invoke",outcome="rejected"} 2.5`,
    ]);
  });

  it('say how old the oldest saga is that has not ended', async () => {
    expect(await told(() => Promise.resolve(0))).toContain('sagas_oldest_active_seconds 60');
  });

  it('say how many sagas are active, by status', async () => {
    const lines = await told(({ status }) => Promise.resolve(status?.includes('STUCK') === true ? 3 : 0));
    expect(lines).toContain('sagas_active{status="STUCK"} 3');
    expect(lines).toContain('sagas_active{status="RUNNING"} 0');
  });

  it('say how far the clock of a subgraph is ahead', async () => {
    const store = { count: () => Promise.resolve(0), oldestActive: () => Promise.resolve(undefined) };
    const none = () => Promise.resolve(undefined);
    const metrics = createSagaMetrics(store, none, () => '2026-01-01T00:00:00.000Z');
    metrics.onSkew('inventory', -2_500);
    const registry = new Registry();
    for (const metric of metrics.all) registry.registerMetric(metric);
    expect(await registry.metrics()).toContain('clock_skew_seconds{subgraph="inventory"} -2.5');
  });

  it('leave out what cannot be read', async () => {
    const lines = await told(() => Promise.reject(new Error('away')));
    expect(lines.filter((line) => line.startsWith('sagas_active'))).toEqual([]);
    expect(lines).toContain('saga_events_total{saga="PlaceOrder",type="STEP_RETRYING"} 1');
  });

  it('count the findings of the latest audit by code', async () => {
    const findings = ['STEP_UNKNOWN', 'STEP_UNKNOWN'].map((code) => ({ code })) as never;
    const lines = await told(() => Promise.resolve(0), { findings });
    expect(lines).toContain('audit_findings{code="STEP_UNKNOWN"} 2');
  });
});
