import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Harness,
  journey,
  requestOf,
  VISA_MS,
  waitingAnswer,
  type CoordinatorProcess,
} from '@counterstep/saga-engine/testing';
import { archiveOldSagas } from '../src/retention/archive.ts';
import type { Ask } from '../src/subgraph-client.ts';

const DAY = 24 * 3_600_000;

describe('a saga that waits for 30 days while ended sagas are archived after one', () => {
  let harness: Harness;
  let runner: CoordinatorProcess['runner'];
  let forgotten: string[];

  const ask = ((_subgraph: string, _document: unknown, { keys }: { readonly keys: readonly string[] }) => {
    forgotten.push(...keys);
    return Promise.resolve({ forgetSteps: keys.length });
  }) as unknown as Ask;
  const start = (sagaId: string) =>
    harness.during(runner.startSaga({ ...requestOf(sagaId), input: { trip: sagaId, legs: [] } }));

  /** Lets days pass, and retention run on each. */
  const live = async (days: number): Promise<number> => {
    let archived = 0;
    for (let day = 0; day < days; day += 1) {
      await harness.pass(DAY);
      archived += await archiveOldSagas({
        sagas: harness.store,
        ask,
        clock: harness.clock,
        retentionMs: DAY,
      });
    }
    return archived;
  };

  beforeEach(async () => {
    forgotten = [];
    harness = await Harness.open();
    ({ runner } = harness.process({ id: 'one', definitions: [journey], config: { pollMs: DAY / 4 } }));
    runner.run();
    await start('quick');
    await harness.reaches('COMPLETED', 'quick');
    const until = harness.clock.now() + VISA_MS;
    const office = (now: number) =>
      now >= until - DAY
        ? 'works'
        : waitingAnswer(new Date(now + DAY).toISOString(), new Date(until).toISOString());
    harness.script('visa', 'invoke', ...Array.from({ length: 40 }, () => office));
    await start('patient');
  });
  afterEach(() => harness.close());

  it('keeps all that it needs, ends as it should, and is archived after that', async () => {
    expect(await live(28)).toBe(1);
    expect((await harness.saga('quick')).archivedAt).toBeDefined();
    expect(forgotten.filter((key) => key.startsWith('patient:'))).toEqual([]);
    expect(await harness.saga('patient')).toMatchObject({ status: 'RUNNING', input: { trip: 'patient' } });
    expect(await live(1)).toBe(0);
    await harness.pass(60_000);
    expect(await harness.saga('patient')).toMatchObject({ status: 'COMPLETED', input: { trip: 'patient' } });
    expect(harness.participants.times('visa', true, 'patient')).toBe(1);
    expect(await live(2)).toBe(1);
    expect(forgotten).toContain('patient:visa');
  });
});
