import { describe, expect, it } from '@jest/globals';
import { StoreFull } from '../src/index.ts';
import { WriteHealth } from '../src/write-health.ts';

const full = new StoreFull();

function patient() {
  const state = { now: 0, probes: 0, low: false, broken: false };
  const health = new WriteHealth({
    probe: () => {
      state.probes += 1;
      return state.broken ? Promise.reject(full) : Promise.resolve();
    },
    doubtful: () => state.low,
    elapsed: () => state.now,
  });
  return { state, health };
}

describe('The health of writes', () => {
  it('costs no write while writes succeed and space is left', async () => {
    const { state, health } = patient();
    health.succeeded();
    for (; state.now < 100_000; state.now += 100) await health.check();
    expect(state.probes).toBe(0);
  });

  it('is asked for by a write once a second, however many ask, while the last write has failed', async () => {
    const { state, health } = patient();
    state.broken = true;
    health.failed(full);
    for (; state.now < 10_000; state.now += 100)
      expect(await Promise.allSettled([health.check(), health.check()])).toEqual([
        { status: 'rejected', reason: full },
        { status: 'rejected', reason: full },
      ]);
    expect(state.probes).toBe(10);
  });

  it('is back when a probe succeeds, or a commit', async () => {
    const { state, health } = patient();
    health.failed(full);
    await expect(health.check()).resolves.toBeUndefined();
    state.broken = true;
    health.failed(full);
    await expect(health.check()).rejects.toBe(full);
    health.succeeded();
    await expect(health.check()).resolves.toBeUndefined();
  });

  it('is found bad before a commit fails, where space is short', async () => {
    const { state, health } = patient();
    Object.assign(state, { low: true, broken: true });
    await expect(health.check()).rejects.toBe(full);
  });
});
