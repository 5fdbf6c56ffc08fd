import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elapsedMs } from '../src/core/instant.ts';
import { defaultEngineConfig } from '../src/index.ts';
import { begun, told } from '../src/testing/story.ts';
import { failed, succeeded } from '../src/testing/trip.ts';

const RESTART_MS = 20_000;

/** Uniform pseudo-random numbers from 0 to below 1, determined by the seed. */
function* evenly(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe('by default, a step whose service is away', () => {
  it('outlasts a rolling restart, however quickly each attempt fails', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const story = begun(defaultEngineConfig);
        const jitter = evenly(seed);
        while (elapsedMs(story.saga.startedAt, story.now) < RESTART_MS) {
          story.jitter = jitter.next().value;
          const [event] = story.answer(failed);
          expect(event?.type).toBe('STEP_RETRYING');
          story.pass(elapsedMs(story.now, event?.nextAttemptAt ?? story.now) + 1);
        }
        expect(told(story.answer(succeeded))[0]).toMatch(/^STEP_SUCCEEDED/);
      }),
      { numRuns: 50 },
    );
  });

  it('is given up within its window', () => {
    const story = begun(defaultEngineConfig);
    const { windowMs } = defaultEngineConfig.retry;
    while (story.step('hotel').status === 'STARTED') {
      const [event] = story.answer(failed);
      if (event?.nextAttemptAt !== undefined) story.pass(elapsedMs(story.now, event.nextAttemptAt));
      expect(elapsedMs(story.saga.startedAt, story.now)).toBeLessThanOrEqual(windowMs);
    }
    expect(story.saga.status).toBe('COMPENSATING');
  });
});
