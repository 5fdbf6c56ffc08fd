import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Harness } from '../src/testing/harness.ts';
import { trip } from '../src/testing/trip.ts';

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(async () => {
  await harness.close();
});

describe('two runners on one store', () => {
  it('one takes over what the other has left, after the lease and not before', async () => {
    harness.script('flight', 'invoke', 'hangs');
    const one = harness.process({ id: 'one' });
    const two = harness.process({ id: 'two' });
    two.runner.run();
    await harness.start(one.runner);
    await harness.pass(10);
    one.kill();
    await harness.pass(14_000);
    expect(await harness.saga()).toMatchObject({ holder: 'one', epoch: 1 });
    const ended = await harness.reaches('COMPLETED');
    expect(ended.epoch).toBe(2);
    expect(ended.log.find(({ type }) => type === 'SAGA_TAKEN_OVER')).toMatchObject({ actor: 'two' });
    expect(harness.elapsed).toBeLessThan(18_000);
    expect(harness.participants.times('hotel', true)).toBe(1);
  });

  it('one keeps a saga that takes longer than a lease, because it makes progress', async () => {
    harness.latencyMs = 4_000;
    const one = harness.process({ id: 'one' });
    harness.process({ id: 'two' }).runner.run();
    await harness.start(one.runner);
    expect(await harness.reaches('COMPLETED')).toMatchObject({ epoch: 1 });
    expect(harness.elapsed).toBe(20_000);
  });

  it.each(['before-send:flight:invoke', 'after-send:flight:invoke'])(
    'the one that was paused at %s can do nothing once it is fenced off',
    async (boundary) => {
      let resume = (): void => undefined;
      const paused = new Promise<void>((resolve) => {
        resume = resolve;
      });
      const one = harness.process({
        id: 'one',
        failpoint: (name) => (name === boundary ? paused : undefined),
      });
      const two = harness.process({ id: 'two' });
      two.runner.run();
      await harness.start(one.runner);
      const ended = await harness.reaches('COMPLETED');
      resume();
      await harness.pass(1_000);
      expect(await harness.saga()).toEqual(ended);
      for (const { name } of trip.steps) expect(harness.participants.times(name, true)).toBe(1);
      expect(
        harness.sent.filter(({ epoch, step }) => epoch === 1 && step !== 'hotel' && step !== 'flight'),
      ).toEqual([]);
    },
  );

  it('share what is due, and do nothing twice', async () => {
    const dead = harness.process({ id: 'dead' });
    harness.script('hotel', 'invoke', ...Array.from({ length: 20 }, () => 'hangs' as const));
    const ids = Array.from({ length: 20 }, (_, index) => `saga-${index}`);
    for (const id of ids) await harness.start(dead.runner, id);
    dead.kill();
    harness.latencyMs = 100;
    for (const id of ['two', 'three']) harness.process({ id, config: { concurrency: 4 } }).runner.run();
    for (const id of ids) await harness.reaches('COMPLETED', id);
    const sagas = await Promise.all(ids.map((id) => harness.saga(id)));
    const actors = sagas.map(({ log }) => log.find(({ type }) => type === 'SAGA_TAKEN_OVER')?.actor);
    expect(new Set(actors)).toEqual(new Set(['two', 'three']));
    for (const id of ids)
      for (const { name } of trip.steps) expect(harness.participants.times(name, true, id)).toBe(1);
  });

  it('take the next sagas as soon as there is room', async () => {
    const dead = harness.process({ id: 'dead' });
    harness.script('hotel', 'invoke', ...Array.from({ length: 9 }, () => 'hangs' as const));
    const ids = Array.from({ length: 9 }, (_, index) => `saga-${index}`);
    for (const id of ids) await harness.start(dead.runner, id);
    dead.kill();
    await harness.pass(15_000);
    harness.process({ id: 'two', config: { concurrency: 2 } }).runner.run();
    for (const id of ids) await harness.reaches('COMPLETED', id);
    expect(harness.elapsed).toBe(15_000);
  });

  it('each learns how the sagas of the other go on', async () => {
    harness.script('flight', 'invoke', 'hangs');
    const one = harness.process({ id: 'one' });
    const two = harness.process({ id: 'two' });
    two.runner.run();
    await harness.start(one.runner);
    const seen = two.runner.until('saga-1', ({ status }) => status === 'COMPLETED', 60_000);
    expect(await harness.during(seen)).toMatchObject({ status: 'COMPLETED' });
    await harness.during(two.runner.stop());
  });
});
