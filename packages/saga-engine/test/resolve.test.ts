import { describe, expect, it } from '@jest/globals';
import { failureOf } from '../src/core/state.ts';
import { begun } from '../src/testing/story.ts';
import { pause, resume, resolve, atPivot, stuckUndoing, stuckTicket } from '../src/testing/stories.ts';
import { failed, rejected, succeeded, tripConfig } from '../src/testing/trip.ts';

const { leaseMs } = tripConfig;

describe('to resolve a step as done', () => {
  it('goes on with the given output, after the window too', () => {
    const story = stuckTicket();
    expect(story.ordered(resolve('ticket', 'SUCCEEDED'))).toEqual([
      'STEP_RESOLVED ticket',
      'STEP_SUCCEEDED ticket 1',
      'STEP_STARTED letter 1',
    ]);
    expect(story.step('ticket')).toMatchObject({ status: 'SUCCEEDED', output: { id: 'x9' } });
    expect(story.saga.status).toBe('RUNNING');
  });

  it('ends an unknown pivot', () => {
    const story = atPivot().answers(failed, failed, failed);
    expect(story.ordered(resolve('confirm', 'SUCCEEDED')).at(-1)).toBe('STEP_STARTED ticket 1');
  });

  it('ends the retries of a step, and its late answer says nothing new', () => {
    const story = begun().answers(failed);
    story.command(resolve('hotel', 'SUCCEEDED'));
    const late = { now: story.now, step: 'hotel', operation: 'invoke', attempt: 2, jitter: 0 } as const;
    expect(story.input({ kind: 'outcome', ...late, outcome: rejected })).toEqual([]);
    expect(story.step('hotel').status).toBe('SUCCEEDED');
  });

  it('waits for the saga to be resumed', () => {
    const story = stuckTicket();
    story.command(pause);
    expect(story.ordered(resolve('ticket', 'SUCCEEDED'))).toEqual([
      'STEP_RESOLVED ticket',
      'STEP_SUCCEEDED ticket 1',
    ]);
  });

  it.each([
    ['its first attempt has not failed', begun(), 'hotel'],
    ['it has not begun', begun(), 'flight'],
    ['it is over', begun().answers(rejected), 'regret'],
  ])('is refused while %s', (_, story, step) => {
    expect(story.ordered(resolve(step, 'SUCCEEDED'))).toBe('STEP_NOT_UNKNOWN');
  });

  it('is refused for a step that the saga does not have', () => {
    expect(begun().command(resolve('moon', 'SUCCEEDED'))).toMatchObject({
      refusal: { code: 'NO_SUCH_STEP', path: ['step'] },
    });
  });

  it.each([
    [{}, 'id', 'missing'],
    [{ id: { a: 1 } }, 'id', 'must be'],
    [{ id: 'x', price: 3 }, 'price', 'answers no'],
  ])('names the field of an output that does not fit: %j', (output, field, message) => {
    const decision = stuckTicket().command({ kind: 'resolve', step: 'ticket', outcome: 'SUCCEEDED', output });
    expect(decision).toMatchObject({
      refusal: {
        code: 'OUTPUT_MISMATCH',
        path: ['output', field],
        message: expect.stringContaining(message) as unknown,
      },
    });
  });
});

describe('to resolve a step as rejected', () => {
  it('turns back, and undoes the step all the same: a late attempt must find that it is cancelled', () => {
    const story = begun().answers(succeeded, failed);
    expect(story.ordered(resolve('flight', 'REJECTED'))).toEqual([
      'STEP_RESOLVED flight',
      'STEP_UNKNOWN flight 1',
      'COMPENSATION_STARTED flight',
      'STEP_COMPENSATING flight 1',
    ]);
    expect(failureOf(story.saga)).toMatchObject({ step: 'flight', code: 'RESOLVED_AS_REJECTED' });
  });

  it('is refused for a pivot while an attempt may take effect: the saga must have been paused for a lease', () => {
    const story = atPivot()
      .answers(failed, failed, failed)
      .pass(10 * leaseMs);
    expect(story.ordered(resolve('confirm', 'REJECTED'))).toBe('ATTEMPT_MAY_BE_LIVE');
    story.command(pause);
    expect(story.pass(leaseMs - 1).ordered(resolve('confirm', 'REJECTED'))).toBe('ATTEMPT_MAY_BE_LIVE');
    expect(story.pass(1).ordered(resolve('confirm', 'REJECTED'))).toEqual([
      'STEP_RESOLVED confirm',
      'STEP_REJECTED confirm 3',
      'COMPENSATION_STARTED confirm',
    ]);
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED', 'STEP_COMPENSATING flight 1']);
    expect(story.step('confirm').status).toBe('REJECTED');
  });

  it('is refused for a step after the pivot, and for a compensation', () => {
    expect(stuckTicket().ordered(resolve('ticket', 'REJECTED'))).toBe('STEP_CANNOT_BE_REJECTED');
    expect(stuckUndoing().ordered(resolve('hotel', 'REJECTED'))).toBe('STEP_CANNOT_BE_REJECTED');
  });
});

describe('to resolve a compensation', () => {
  it('as done means that the step is undone', () => {
    const story = stuckUndoing().pass(leaseMs);
    expect(story.ordered({ kind: 'resolve', step: 'hotel', outcome: 'SUCCEEDED' })).toEqual([
      'STEP_RESOLVED hotel',
      'STEP_COMPENSATED hotel 1',
      'STEP_STARTED regret 1',
    ]);
    expect(story.step('hotel').status).toBe('COMPENSATED');
  });

  it('is refused while what was sent before may still come', () => {
    expect(stuckUndoing().ordered(resolve('hotel', 'SUCCEEDED'))).toBe('ATTEMPT_MAY_BE_LIVE');
  });

  it('is refused where it is not stuck', () => {
    const undoing = begun().answers(succeeded, rejected, failed).pass(leaseMs);
    expect(undoing.ordered(resolve('hotel', 'SUCCEEDED'))).toBe('STEP_NOT_STUCK');
  });
});
