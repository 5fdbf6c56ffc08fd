import { describe, expect, it } from '@jest/globals';
import { elapsedMs } from '../src/core/instant.ts';
import type { Outcome } from '../src/core/outcome.ts';
import { begun, type Story, told } from '../src/testing/story.ts';
import { failed, succeeded, tripConfig } from '../src/testing/trip.ts';

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const busy: Outcome = { kind: 'busy', code: 'BUSY', message: 'Others are at it.' };

/** Answers `count` calls with busy, each after its wait; returns the waits in ms. */
const busyFor = (story: Story, count: number): number[] =>
  times(count, busy).map((outcome) => {
    const [event] = story.answer(outcome);
    const waitMs = elapsedMs(story.now, event?.nextAttemptAt ?? story.now);
    story.pass(waitMs + 700);
    return waitMs;
  });

describe('a participant that is busy', () => {
  it('is asked again, and that is told like any other attempt', () => {
    const story = begun();
    expect(told(story.answer(busy))).toEqual(['STEP_RETRYING hotel 1']);
    expect(story.saga.log.at(-1)).toMatchObject({ code: 'BUSY' });
    expect(story.call()).toMatchObject({ step: 'hotel', attempt: 2 });
  });

  it('may be so far more often, and for longer, than a step may fail', () => {
    const story = begun();
    busyFor(story, 10 * (tripConfig.retry.attempts ?? 1));
    const waitedMs = elapsedMs(story.saga.startedAt, story.now);
    expect(waitedMs).toBeGreaterThan(tripConfig.retry.windowMs);
    story.answer(succeeded);
    expect(story.step('hotel')).toMatchObject({ status: 'SUCCEEDED' });
    expect(story.step('hotel').error).toBeUndefined();
  });

  it('takes no attempt away from a step that fails before and after', () => {
    const attempts = tripConfig.retry.attempts ?? 1;
    const story = begun();
    story.answer(failed);
    busyFor(story, 10);
    const later = times(attempts - 1, failed).map((outcome) => told(story.answer(outcome))[0]);
    expect(later.slice(0, -1).every((event) => event?.startsWith('STEP_RETRYING'))).toBe(true);
    expect(later.at(-1)).toMatch(/^STEP_UNKNOWN/);
  });

  it('is asked less and less often, up to a cap', () => {
    const story = begun();
    story.jitter = 1;
    expect(busyFor(story, 7)).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });

  it('is left alone for as long as it asks for', () => {
    const [event] = begun().answer({ ...busy, retryAfterMs: 4_000 });
    expect(event?.nextAttemptAt).toBe('2026-03-01T09:00:04.000Z');
  });

  it('does not keep a saga from turning back at its deadline', () => {
    const story = begun().pass(tripConfig.sagaDeadlineMs);
    expect(told(story.answer(busy)).slice(0, 2)).toEqual([
      'STEP_UNKNOWN hotel 1',
      'COMPENSATION_STARTED hotel',
    ]);
    expect(story.saga.failure).toMatchObject({ code: 'SAGA_DEADLINE_EXCEEDED' });
  });

  it('at a step that must succeed is STUCK after the window, so that somebody looks', () => {
    const story = begun().answers(...times(3, succeeded));
    const { name } = story.saga.steps.find(({ kind }) => kind === 'RETRIABLE') ?? {};
    expect(story.call().step).toBe(name);
    story.answer(busy);
    story.pass(tripConfig.persistentRetry.windowMs + 1);
    expect(told(story.answer(busy))).toEqual([`STEP_STUCK ${name} 2`]);
  });

  it('at the pivot is in the end asked like one of unknown outcome', () => {
    const story = begun().answers(...times(2, succeeded));
    expect(story.saga.steps.find(({ name }) => name === story.call().step)?.kind).toBe('PIVOT');
    story.answer(busy);
    story.pass(tripConfig.persistentRetry.windowMs + 1);
    busyFor(story, tripConfig.retry.attempts ?? 1);
    expect(story.saga).toMatchObject({ direction: 'FORWARD' });
    expect(story.step(story.call().step).status).toBe('UNKNOWN');
  });

  it('does not count for the window while the saga is paused', () => {
    const story = begun().answers(...times(3, succeeded), busy);
    story.command({ kind: 'pause' });
    story.pass(tripConfig.persistentRetry.windowMs + 1);
    story.command({ kind: 'resume' });
    expect(told(story.answer(busy))[0]).toMatch(/^STEP_RETRYING/);
  });
});
