import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { elapsedMs } from '../src/core/instant.ts';
import { begun, wished } from '../src/testing/story.ts';
import { Harness } from '../src/testing/harness.ts';
import { failed, tripConfig } from '../src/testing/trip.ts';

const CROWD = 20;
const names = Array.from({ length: CROWD }, (_, index) => `saga-${index}`);

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.open();
});
afterEach(() => harness.close());

const attemptsOf = (sagaId: string): number =>
  harness.sent.filter((sent) => sent.sagaId === sagaId && sent.step === 'hotel').length;

describe('a crowd of sagas at a subgraph that takes one after another', () => {
  it('is delayed, and none is undone, though a step may not be tried for so long', async () => {
    const { runner } = harness.process({ id: 'one', config: { callLimit: { initial: 8, least: 1 } } });
    runner.run();
    harness.tardy.set('hotels', 700);
    for (const name of names) await harness.start(runner, name);
    for (const name of names) await harness.reaches('COMPLETED', name);
    expect(harness.elapsed).toBeGreaterThan(tripConfig.retry.windowMs);
  });

  it('waits for its turn here, with the claims of its sagas, and is not sent more than once', async () => {
    const { runner } = harness.process({ id: 'one', config: { callLimit: { initial: 1, least: 1 } } });
    harness.process({ id: 'two' }).runner.run();
    harness.tardy.set('hotels', 2_600);
    for (const name of names) await harness.start(runner, name);
    for (const name of names) {
      const { epoch } = await harness.reaches('COMPLETED', name);
      expect([epoch, attemptsOf(name)]).toEqual([1, 1]);
    }
  });

  it('lets a saga that is paused while it waits go, and those behind it pass', async () => {
    const { runner } = harness.process({ id: 'one', config: { callLimit: { initial: 1, least: 1 } } });
    runner.run();
    harness.script('hotel', 'invoke', 'hangs');
    for (const name of ['a', 'b', 'c']) await harness.start(runner, name);
    await harness.during(runner.command('b', wished({ kind: 'pause' })));
    await harness.reaches('COMPLETED', 'c');
    expect(attemptsOf('b')).toBe(0);
  });
});

describe('the time that an attempt was in the queue', () => {
  it('does not count for the window in which a step is tried', () => {
    const story = begun();
    const queuedMs = 2 * tripConfig.retry.windowMs;
    story.pass(queuedMs + 100);
    const [event] = story.answer(failed, queuedMs);
    expect(event).toMatchObject({ type: 'STEP_RETRYING', queuedMs });
    expect(elapsedMs(story.step('hotel').operationStartedAt ?? '', story.now)).toBe(100);
  });
});
