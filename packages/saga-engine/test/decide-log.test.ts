import { describe, expect, it } from '@jest/globals';
import { failureOf, sequenceOf } from '../src/core/state.ts';
import { begun, told } from '../src/testing/story.ts';
import { failed, refused, rejected, succeeded, tripConfig } from '../src/testing/trip.ts';

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('the log', () => {
  it('keeps the first retries of a step, and counts the others', () => {
    const config = { ...tripConfig, persistentRetry: { ...tripConfig.persistentRetry, windowMs: 1e9 } };
    const story = begun(config).answers(...times(3, succeeded));
    const before = sequenceOf(story.saga);
    story.answers(...times(1_000, failed));
    expect(sequenceOf(story.saga)).toBe(before + 10);
    expect(story.step('ticket').attempts).toBe(1_000);
    expect(story.answer(succeeded).map(({ sequence }) => sequence)).toEqual([before + 11, before + 12]);
  });

  it('does not grow with the probes of a stuck step', () => {
    const story = begun().answers(succeeded, rejected, refused);
    const before = sequenceOf(story.saga);
    story.answers(...times(1_000, failed), refused);
    expect(sequenceOf(story.saga)).toBe(before);
    expect(story.step('hotel')).toMatchObject({ status: 'STUCK', attempts: 1_002 });
  });

  it('tells of coordinators that take over one after the other once', () => {
    const story = begun();
    const takeOver = (actor: string) => story.input({ kind: 'take-over', now: story.now, actor });
    expect(told(takeOver('two'))).toEqual(['SAGA_TAKEN_OVER']);
    expect(takeOver('three')).toEqual([]);
    story.answer(succeeded);
    expect(told(takeOver('four'))).toEqual(['SAGA_TAKEN_OVER']);
  });
});

describe('a saga whose definition nobody knows', () => {
  it('is stuck, and says why', () => {
    const story = begun();
    expect(told(story.halt())).toEqual(['STEP_STUCK']);
    expect(story.saga.status).toBe('STUCK');
    expect(failureOf(story.saga)).toMatchObject({ code: 'UNKNOWN_DEFINITION' });
    expect(story.halt()).toEqual([]);
  });

  it('goes on where it was when somebody knows it again', () => {
    const story = begun();
    story.halt();
    story.input({ kind: 'take-over', now: story.now, actor: 'two' });
    expect(story.saga.status).toBe('STUCK');
    expect(story.call()).toEqual({ operation: 'invoke', step: 'hotel', attempt: 1 });
    story.answer(succeeded);
    expect(story.saga.status).toBe('RUNNING');
    expect(failureOf(story.saga)).toBeUndefined();
  });
});
