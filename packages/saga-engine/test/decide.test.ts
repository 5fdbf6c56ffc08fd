import { describe, expect, it } from '@jest/globals';
import { nextCall } from '../src/core/next-call.ts';
import { failureOf, sequenceOf } from '../src/core/state.ts';
import { begun, Story, told } from '../src/testing/story.ts';
import { failed, refused, rejected, succeeded, trip, tripConfig } from '../src/testing/trip.ts';

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('a saga that goes forward', () => {
  it('begins with its first step', () => {
    const story = new Story();
    expect(told(story.start())).toEqual(['SAGA_STARTED', 'STEP_STARTED hotel 1']);
    expect(nextCall(story.saga)).toEqual({ operation: 'invoke', step: 'hotel', attempt: 1 });
  });

  it('begins once', () => {
    expect(begun().start()).toEqual([]);
  });

  it('commits the end of one step together with the beginning of the next', () => {
    expect(told(begun().answer(succeeded))).toEqual(['STEP_SUCCEEDED hotel 1', 'STEP_STARTED flight 1']);
  });

  it('completes after its last step, without the steps after compensation', () => {
    const story = begun().answers(...times(4, succeeded));
    expect(told(story.answer(succeeded))).toEqual(['STEP_SUCCEEDED letter 1', 'SAGA_COMPLETED']);
    expect(story.saga.status).toBe('COMPLETED');
    expect(story.saga.finishedAt).toBe(story.now);
    expect(story.step('regret').status).toBe('SKIPPED');
    expect(nextCall(story.saga)).toBeUndefined();
  });

  it('numbers its events without gaps', () => {
    const story = begun().answers(...times(5, succeeded));
    expect(story.saga.log.map(({ sequence }) => sequence)).toEqual(
      story.saga.log.map((_, index) => index + 1),
    );
    expect(sequenceOf(story.saga)).toBe(12);
  });

  it('keeps what a step has answered', () => {
    expect(begun().answers(succeeded).step('hotel').output).toEqual({ id: 'x1' });
  });

  it('takes nothing more once it has ended', () => {
    const story = begun().answers(...times(5, succeeded));
    const late = {
      kind: 'outcome',
      now: story.now,
      step: 'letter',
      operation: 'invoke',
      attempt: 1,
      outcome: failed,
      jitter: 0,
    } as const;
    expect(story.input(late)).toEqual([]);
    expect(story.tick(1e9)).toEqual([]);
  });

  it('ignores the outcome of a step that is over, and of the operation that is not under way', () => {
    const story = begun().answers(succeeded);
    const about = { kind: 'outcome', now: story.now, attempt: 1, outcome: rejected, jitter: 0 } as const;
    expect(story.input({ ...about, step: 'hotel', operation: 'invoke' })).toEqual([]);
    expect(story.input({ ...about, step: 'flight', operation: 'compensate' })).toEqual([]);
  });
});

describe('an attempt without word', () => {
  it('is made again after a wait with jitter', () => {
    const story = begun();
    expect(told(story.answer(failed))).toEqual(['STEP_RETRYING hotel 1']);
    const waitUntil = '2026-03-01T09:00:00.050Z';
    expect(nextCall(story.saga)).toEqual({ operation: 'invoke', step: 'hotel', attempt: 2, waitUntil });
  });

  it('doubles the wait each time, up to the cap', () => {
    const story = begun().answers(...times(3, succeeded));
    story.jitter = 1;
    const waits = times(7, failed).map((outcome) => {
      const [event] = story.answer(outcome);
      return Date.parse(event?.nextAttemptAt ?? '') - Date.parse(story.now);
    });
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });

  it('waits as long as the participant asks for', () => {
    const [event] = begun().answer({ ...failed, retryAfterMs: 4_000 });
    expect(event?.nextAttemptAt).toBe('2026-03-01T09:00:04.000Z');
  });

  it('leaves the number of attempts with the step that succeeds in the end', () => {
    const story = begun().answers(failed, failed, succeeded);
    expect(story.step('hotel')).toMatchObject({ status: 'SUCCEEDED', attempts: 3 });
    expect(story.step('hotel').error).toBeUndefined();
  });

  it('says nothing new when another attempt has followed it', () => {
    const story = begun().answers(failed);
    const late = {
      kind: 'outcome',
      now: story.now,
      step: 'hotel',
      operation: 'invoke',
      attempt: 1,
      outcome: failed,
      jitter: 0,
    } as const;
    expect(story.input(late)).toEqual([]);
  });

  it('is believed when its late word is a success', () => {
    const story = begun().answers(failed);
    const late = {
      kind: 'outcome',
      now: story.now,
      step: 'hotel',
      operation: 'invoke',
      attempt: 1,
      outcome: succeeded,
      jitter: 0,
    } as const;
    expect(told(story.input(late))).toEqual(['STEP_SUCCEEDED hotel 1', 'STEP_STARTED flight 1']);
  });
});

describe('a compensatable step', () => {
  it('that is rejected turns the saga back, and needs no undoing itself', () => {
    const story = begun().answers(succeeded);
    expect(told(story.answer(rejected))).toEqual([
      'STEP_REJECTED flight 1',
      'COMPENSATION_STARTED flight',
      'STEP_COMPENSATING hotel 1',
    ]);
    expect(story.saga).toMatchObject({
      status: 'COMPENSATING',
      failure: { step: 'flight', code: 'FULL', message: 'It is full.' },
    });
    expect(story.step('ticket').status).toBe('SKIPPED');
    expect(story.step('regret').status).toBe('PENDING');
  });

  it('is never retried after a rejection', () => {
    const story = begun().answers(rejected);
    expect(story.step('hotel')).toMatchObject({ status: 'REJECTED', attempts: 1 });
    expect(story.call().step).toBe('regret');
  });

  it('becomes UNKNOWN after the last attempt, and is undone', () => {
    const story = begun().answers(succeeded, failed, failed);
    expect(told(story.answer(failed))).toEqual([
      'STEP_UNKNOWN flight 3',
      'COMPENSATION_STARTED flight',
      'STEP_COMPENSATING flight 1',
    ]);
  });

  it('becomes UNKNOWN when its window is over, whatever the number of attempts', () => {
    const story = begun();
    story.pass(20_000);
    expect(told(story.answer(failed))[0]).toBe('STEP_UNKNOWN hotel 1');
  });

  it('becomes UNKNOWN at once when the participant asks for more time than its window has', () => {
    const story = begun().pass(1);
    expect(told(story.answer({ ...failed, retryAfterMs: 3_600_000 }))[0]).toBe('STEP_UNKNOWN hotel 1');
  });

  it('becomes UNKNOWN at once when the barrier will never take it', () => {
    expect(told(begun().answer(refused))).toEqual([
      'STEP_UNKNOWN hotel 1',
      'COMPENSATION_STARTED hotel',
      'STEP_COMPENSATING hotel 1',
    ]);
  });
});

describe('a saga that goes back', () => {
  it('undoes in reverse order, then does the steps after compensation, then ends', () => {
    const story = begun().answers(succeeded, succeeded);
    const events = [rejected, succeeded, succeeded, succeeded].flatMap((outcome) =>
      told(story.answer(outcome)),
    );
    expect(events).toEqual([
      'STEP_REJECTED confirm 1',
      'COMPENSATION_STARTED confirm',
      'STEP_COMPENSATING flight 1',
      'STEP_COMPENSATED flight 1',
      'STEP_COMPENSATING hotel 1',
      'STEP_COMPENSATED hotel 1',
      'STEP_STARTED regret 1',
      'STEP_SUCCEEDED regret 1',
      'SAGA_COMPENSATED',
    ]);
    expect(story.saga.status).toBe('COMPENSATED');
  });

  it('ends as COMPENSATED though a step after compensation is given up', () => {
    const story = begun().answers(rejected);
    story.pass(10_000);
    expect(told(story.answer(failed))).toEqual(['STEP_FAILED_UNCRITICAL regret 1', 'SAGA_COMPENSATED']);
    expect(story.step('regret')).toMatchObject({ status: 'SKIPPED', error: { code: 'TIMEOUT' } });
  });

  it('is stuck when a step cannot be undone, and is not called compensated', () => {
    const story = begun().answers(succeeded, rejected);
    story.pass(10_000);
    expect(told(story.answer(failed))).toEqual(['STEP_STUCK hotel 1']);
    expect(story.saga.status).toBe('STUCK');
    expect(nextCall(story.saga)).toEqual({
      operation: 'compensate',
      step: 'hotel',
      attempt: 2,
      waitUntil: '2026-03-01T09:01:10.000Z',
    });
  });

  it('is stuck at once when the barrier refuses to undo', () => {
    expect(told(begun().answers(succeeded, rejected).answer(refused))).toEqual(['STEP_STUCK hotel 1']);
  });

  it('goes on when a probe of the stuck step succeeds', () => {
    const story = begun().answers(succeeded, rejected, refused);
    expect(told(story.answer(succeeded))).toEqual(['STEP_COMPENSATED hotel 2', 'STEP_STARTED regret 1']);
    expect(story.saga.status).toBe('COMPENSATING');
  });

  it('counts the attempts to undo from 1, and forgets their errors once it is undone', () => {
    const story = begun().answers(failed, succeeded, rejected, failed, succeeded);
    expect(story.step('hotel')).toMatchObject({ status: 'COMPENSATED', attempts: 2 });
    expect(story.step('hotel').error).toBeUndefined();
  });
});

describe('the pivot', () => {
  const atPivot = () => begun().answers(succeeded, succeeded);

  it('turns the saga back when it is rejected', () => {
    expect(told(atPivot().answer(rejected)).at(-1)).toBe('STEP_COMPENSATING flight 1');
  });

  it('is asked again when its outcome is unknown, and nothing is undone', () => {
    const story = atPivot().answers(failed, failed);
    expect(told(story.answer(failed))).toEqual(['STEP_UNKNOWN confirm 3']);
    expect(story.saga.status).toBe('RUNNING');
    expect(story.call()).toMatchObject({ operation: 'invoke', step: 'confirm', attempt: 4 });
    expect(told(story.answer(failed))).toEqual(['STEP_RETRYING confirm 4']);
    expect(told(story.answer(succeeded))).toEqual(['STEP_SUCCEEDED confirm 5', 'STEP_STARTED ticket 1']);
  });

  it('turns the saga back when its unknown outcome proves to be a rejection', () => {
    const story = atPivot().answers(failed, failed, failed);
    expect(told(story.answer(rejected)).slice(0, 2)).toEqual([
      'STEP_REJECTED confirm 4',
      'COMPENSATION_STARTED confirm',
    ]);
  });

  it('is stuck after the window, and goes on from there either way', () => {
    for (const [outcome, status] of [
      [succeeded, 'RUNNING'],
      [rejected, 'COMPENSATING'],
    ] as const) {
      const story = atPivot().answers(failed, failed, failed);
      story.pass(10_000);
      expect(told(story.answer(failed))).toEqual(['STEP_STUCK confirm 4']);
      expect(story.saga.status).toBe('STUCK');
      story.answer(outcome);
      expect(story.saga.status).toBe(status);
    }
  });

  it('is stuck at once when the barrier will never take it', () => {
    expect(told(atPivot().answer(refused))).toEqual(['STEP_STUCK confirm 1']);
  });
});

describe('a step after the pivot', () => {
  const afterPivot = () => begun().answers(succeeded, succeeded, succeeded);

  it('is retried beyond the number of attempts of other steps', () => {
    const story = afterPivot().answers(...times(6, failed));
    expect(story.step('ticket')).toMatchObject({ status: 'STARTED', attempts: 6 });
  });

  it.each([
    ['its window is over', failed, 10_000],
    ['it is rejected', rejected, 0],
    ['the barrier will never take it', refused, 0],
  ])('is stuck when %s, and nothing is undone', (_, outcome, ms) => {
    const story = afterPivot().pass(ms);
    expect(told(story.answer(outcome))).toEqual(['STEP_STUCK ticket 1']);
    expect(story.saga).toMatchObject({ status: 'STUCK', direction: 'FORWARD' });
    expect(failureOf(story.saga)).toMatchObject({ step: 'ticket' });
  });

  it.each([
    ['its window is over', failed, 10_000],
    ['it is rejected', rejected, 0],
    ['the barrier will never take it', refused, 0],
  ])('that is not critical is given up when %s, and the saga completes', (_, outcome, ms) => {
    const story = afterPivot().answers(succeeded).pass(ms);
    expect(told(story.answer(outcome))).toEqual(['STEP_FAILED_UNCRITICAL letter 1', 'SAGA_COMPLETED']);
    expect(story.step('letter')).toMatchObject({
      status: 'SKIPPED',
      error: { code: 'code' in outcome && outcome.code },
    });
  });
});

describe('the deadline', () => {
  it('turns a waiting saga back, and undoes the step that may have been sent', () => {
    const story = begun().answers(succeeded);
    expect(told(story.tick(tripConfig.sagaDeadlineMs))).toEqual([
      'STEP_UNKNOWN flight 1',
      'COMPENSATION_STARTED flight',
      'STEP_COMPENSATING flight 1',
    ]);
    expect(story.saga.failure).toMatchObject({ code: 'SAGA_DEADLINE_EXCEEDED' });
  });

  it('comes before a retry that would be later', () => {
    const config = { ...tripConfig, sagaDeadlineMs: 20 };
    const story = begun(config).answers(failed);
    expect(nextCall(story.saga)?.waitUntil).toBe(story.saga.deadline);
  });

  it('keeps the saga from a next step', () => {
    const story = begun().answers(succeeded);
    story.pass(tripConfig.sagaDeadlineMs);
    expect(told(story.answer(succeeded))).toEqual([
      'STEP_SUCCEEDED flight 1',
      'COMPENSATION_STARTED',
      'STEP_COMPENSATING flight 1',
    ]);
  });

  it('ends the attempts of a step', () => {
    const story = begun().pass(tripConfig.sagaDeadlineMs);
    expect(told(story.answer(failed)).slice(0, 2)).toEqual([
      'STEP_UNKNOWN hotel 1',
      'COMPENSATION_STARTED hotel',
    ]);
  });

  it('changes nothing once the pivot may have been sent', () => {
    const story = begun().answers(succeeded, succeeded);
    expect(story.tick(tripConfig.sagaDeadlineMs)).toEqual([]);
    expect(told(story.answer(succeeded))).toEqual(['STEP_SUCCEEDED confirm 1', 'STEP_STARTED ticket 1']);
  });

  it('changes nothing where all is done', () => {
    const short = { ...trip, steps: trip.steps.slice(0, 1), afterCompensation: [] };
    const story = new Story(short, tripConfig);
    story.start();
    story.pass(tripConfig.sagaDeadlineMs);
    expect(told(story.answer(succeeded))).toEqual(['STEP_SUCCEEDED hotel 1', 'SAGA_COMPLETED']);
  });
});
