import { describe, expect, it } from '@jest/globals';
import { nextCall } from '../src/core/next-call.ts';
import { decideCommand, MAX_LOG } from '../src/core/decide-command.ts';
import { sequenceOf, waivedSteps } from '../src/core/state.ts';
import { admin, begun, type Story, told, wished } from '../src/testing/story.ts';
import {
  pause,
  resume,
  retry,
  compensate,
  resolve,
  waive,
  atPivot,
  afterPivot,
  stuckUndoing,
  stuckTicket,
  paused,
  completed,
  compensated,
} from '../src/testing/stories.ts';
import { failed, refused, rejected, succeeded, tripConfig } from '../src/testing/trip.ts';

const { leaseMs, sagaDeadlineMs } = tripConfig;

describe('every command', () => {
  it.each([pause, resume, retry, compensate, resolve('hotel', 'REJECTED'), waive('hotel')])(
    'is refused once the saga is completed: %j',
    (wish) => {
      expect(completed().ordered(wish)).toBe('SAGA_ENDED');
    },
  );

  it.each([
    [begun(), pause],
    [begun().answers(failed), retry],
    [stuckUndoing(), waive('hotel')],
  ])('is an event with who gave it and why', (story, wish) => {
    const decision = story.command(wish);
    expect(decision.kind === 'accepted' && decision.events[0]).toMatchObject({
      actor: admin,
      message: 'because',
    });
  });

  it.each([
    ['pause', begun(), pause],
    ['resume', paused(), resume],
    ['compensate', begun(), compensate],
    ['resolve as done', stuckTicket(), resolve('ticket', 'SUCCEEDED')],
    ['resolve as undone', stuckUndoing().pass(leaseMs), resolve('hotel', 'SUCCEEDED')],
    ['resolve as rejected', begun().answers(failed), resolve('hotel', 'REJECTED')],
    ['waive', stuckUndoing(), waive('hotel')],
    ['retry', begun().answers(failed), retry],
  ])('does nothing the second time: %s', (_, story, wish) => {
    story.command(wish);
    const { saga } = story;
    expect(story.command(wish)).toEqual({ kind: 'already' });
    expect(story.saga).toBe(saga);
  });

  it('numbers its events on from the log', () => {
    const story = begun();
    story.command(pause);
    story.command(resume);
    story.command(compensate);
    expect(story.saga.log.map(({ sequence }) => sequence)).toEqual(
      story.saga.log.map((_, index) => index + 1),
    );
  });

  it.each([compensate, resolve('ticket', 'SUCCEEDED'), waive('hotel')])(
    'that begins something needs the definition: %j',
    (wish) => {
      const { saga, now } = stuckTicket();
      expect(decideCommand(undefined, saga, wished(wish), { now, quietMs: 0 })).toMatchObject({
        refusal: { code: 'UNKNOWN_DEFINITION' },
      });
    },
  );
});

describe('commands without end', () => {
  it('do not let the log of a saga grow without end, and never keep a saga paused', () => {
    const story = begun();
    for (let round = 0; round < MAX_LOG; round += 1) {
      story.command(pause);
      story.command(resume);
    }
    expect(sequenceOf(story.saga)).toBeLessThanOrEqual(MAX_LOG + 1);
    expect(story.saga.paused).toBeUndefined();
    expect(story.ordered(pause)).toBe('TOO_MANY_COMMANDS');
    story.answer(failed);
    expect(story.ordered(retry)).toBe('TOO_MANY_COMMANDS');
    expect(story.ordered(compensate)).toContain('COMPENSATION_STARTED');
  });
});

describe('a paused saga', () => {
  it('is paused and resumed', () => {
    const story = begun();
    expect(story.ordered(pause)).toEqual(['SAGA_PAUSED']);
    expect(story.saga.paused).toEqual({ at: story.now, actor: admin, reason: 'because' });
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED']);
    expect(story.saga.paused).toBeUndefined();
    expect(story.call()).toEqual({ operation: 'invoke', step: 'hotel', attempt: 1 });
  });

  it.each([
    ['at a step', begun()],
    ['before a retry', begun().answers(failed)],
    ['at the pivot', atPivot()],
    ['while it is undone', begun().answers(succeeded, rejected)],
    ['while it is stuck', stuckUndoing()],
  ])('does nothing, %s', (_, story) => {
    story.command(pause);
    expect(nextCall(story.saga)).toBeUndefined();
    expect(story.tick(10 * sagaDeadlineMs)).toEqual([]);
  });

  const answer = (story: Story, step: string, outcome = succeeded) =>
    story.input({
      ...{ kind: 'outcome', now: story.now, step, operation: 'invoke', attempt: 1, outcome, jitter: 0.5 },
    });

  it('takes the outcome of the attempt that was under way, begins no other step, and goes on with it later', () => {
    const story = begun();
    story.command(pause);
    expect(told(answer(story, 'hotel'))).toEqual(['STEP_SUCCEEDED hotel 1']);
    expect(nextCall(story.saga)).toBeUndefined();
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED', 'STEP_STARTED flight 1']);
  });

  it('turns back on a rejection, and undoes nothing before it is resumed', () => {
    const story = begun().answers(succeeded);
    story.command(pause);
    expect(told(answer(story, 'flight', rejected))).toEqual([
      'STEP_REJECTED flight 1',
      'COMPENSATION_STARTED flight',
    ]);
    expect(nextCall(story.saga)).toBeUndefined();
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED', 'STEP_COMPENSATING hotel 1']);
  });

  it('ends where nothing is left to be attempted', () => {
    const story = afterPivot().answers(succeeded);
    story.command(pause);
    expect(told(answer(story, 'letter'))).toEqual(['STEP_SUCCEEDED letter 1', 'SAGA_COMPLETED']);
    expect(story.saga.paused).toBeUndefined();
  });

  it('does not come nearer to its deadline', () => {
    const story = begun();
    story.command(pause);
    story.pass(sagaDeadlineMs);
    story.command(resume);
    expect(story.tick(sagaDeadlineMs - 1)).toEqual([]);
    expect(told(story.tick(1))[0]).toBe('STEP_UNKNOWN hotel 1');
  });

  it('does not come nearer to the end of its retries', () => {
    const story = begun().answers(failed);
    story.command(pause);
    story.pass(tripConfig.retry.windowMs);
    story.command(resume);
    expect(told(story.answer(failed))).toEqual(['STEP_RETRYING hotel 2']);
  });

  it('is not retried before it is resumed', () => {
    const story = begun().answers(failed);
    story.command(pause);
    expect(story.ordered(retry)).toBe('SAGA_PAUSED');
  });

  it('turns back when an operator wants it undone, and stays paused', () => {
    const story = begun().answers(succeeded);
    story.command(pause);
    expect(story.ordered(compensate)).toEqual([
      'OPERATOR_COMPENSATED',
      'STEP_UNKNOWN flight 1',
      'COMPENSATION_STARTED',
    ]);
    expect(nextCall(story.saga)).toBeUndefined();
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED', 'STEP_COMPENSATING flight 1']);
  });

  it('whose definition nobody knows stays so, and goes on between two steps when somebody knows it', () => {
    const story = begun();
    story.command(pause);
    answer(story, 'hotel');
    story.halt();
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED']);
    expect(story.saga.status).toBe('STUCK');
    expect(told(story.tick())).toEqual(['STEP_STARTED flight 1']);
    expect(story.saga.status).toBe('RUNNING');
  });
});

describe('to retry', () => {
  it('makes the next attempt due now', () => {
    const story = begun().answers(failed);
    expect(story.ordered(retry)).toEqual(['OPERATOR_RETRIED hotel']);
    expect(nextCall(story.saga)).toEqual({
      operation: 'invoke',
      step: 'hotel',
      attempt: 2,
      waitUntil: story.now,
    });
  });

  it('probes a stuck step at once, and the next probe comes at its time', () => {
    const story = stuckUndoing();
    expect(story.ordered(retry)).toEqual(['OPERATOR_RETRIED hotel']);
    expect(story.saga.status).toBe('STUCK');
    story.answer(failed);
    expect(story.step('hotel').nextAttemptAt).toBe('2026-03-01T09:01:00.000Z');
  });

  it('does nothing while an attempt is under way', () => {
    expect(begun().ordered(retry)).toEqual([]);
    expect(begun().answers(failed).pass(50).ordered(retry)).toEqual([]);
  });
});

describe('to compensate', () => {
  it('counts the step under way as unknown, and undoes it first', () => {
    const story = begun().answers(succeeded);
    expect(story.ordered(compensate)).toEqual([
      'OPERATOR_COMPENSATED',
      'STEP_UNKNOWN flight 1',
      'COMPENSATION_STARTED',
      'STEP_COMPENSATING flight 1',
    ]);
    expect(story.saga.failure).toEqual({
      code: 'COMPENSATED_BY_OPERATOR',
      message: 'It was undone by an operator.',
    });
    story.answers(succeeded, succeeded, succeeded);
    expect(story.saga.status).toBe('COMPENSATED');
  });

  it('takes the late answer of what was under way for nothing new', () => {
    const story = begun();
    story.command(compensate);
    const late = { now: story.now, step: 'hotel', operation: 'invoke', attempt: 1, jitter: 0 } as const;
    expect(story.input({ kind: 'outcome', ...late, outcome: succeeded })).toEqual([]);
    expect(story.input({ kind: 'outcome', ...late, outcome: rejected })).toEqual([]);
  });

  it('on behalf of a customer leaves their failure, says who asked, and is no operator’s word', () => {
    const story = begun();
    const failure = { code: 'REQUESTED_BY_CUSTOMER', message: 'I changed my mind.' };
    expect(story.ordered({ kind: 'compensate', failure })).toEqual([
      'STEP_UNKNOWN hotel 1',
      'COMPENSATION_STARTED',
      'STEP_COMPENSATING hotel 1',
    ]);
    expect(story.saga.failure).toEqual(failure);
    expect(story.saga.log.find(({ type }) => type === 'COMPENSATION_STARTED')).toMatchObject({
      actor: admin,
    });
  });

  it.each([
    ['is sent', atPivot()],
    ['is unknown', atPivot().answers(failed, failed, failed)],
    ['is done', afterPivot()],
  ])('is refused once the pivot %s', (_, story) => {
    expect(story.ordered(compensate)).toBe('PAST_PIVOT');
  });

  it('is already so while the saga is being undone, stuck with it, and after it', () => {
    for (const story of [begun().answers(succeeded, rejected), stuckUndoing(), compensated()])
      expect(story.ordered(compensate)).toEqual([]);
  });
});

describe('to waive a compensation', () => {
  it('leaves the step as it is, undoes the others, and the end tells of it', () => {
    const story = begun().answers(succeeded, succeeded, rejected, refused);
    expect(story.ordered(waive('flight'))).toEqual(['STEP_WAIVED flight', 'STEP_COMPENSATING hotel 1']);
    expect(story.saga.status).toBe('COMPENSATING');
    story.answers(succeeded, succeeded);
    expect(story.saga.status).toBe('COMPENSATED');
    expect(story.step('flight').status).toBe('WAIVED');
    expect(waivedSteps(story.saga)).toEqual(['flight']);
    expect(story.saga.log.at(-1)).toMatchObject({
      type: 'SAGA_COMPENSATED',
      code: 'WAIVED',
      message: expect.stringContaining('flight') as unknown,
    });
  });

  it.each([
    ['not stuck', begun().answers(succeeded, rejected, failed), 'hotel'],
    ['not begun', begun(), 'hotel'],
    ['stuck, but not a compensation', stuckTicket(), 'ticket'],
  ])('is refused where it is %s', (_, story, step) => {
    expect(story.ordered(waive(step))).toBe('STEP_NOT_STUCK');
  });

  it('is refused for a step that the saga does not have', () => {
    expect(stuckUndoing().ordered(waive('moon'))).toBe('NO_SUCH_STEP');
  });
});
