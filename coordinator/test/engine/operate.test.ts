import { describe, expect, it } from '@jest/globals';
import { nextActions } from '../../src/engine/core/actions.ts';
import { compensationPlanOf } from '../../src/engine/core/compensation-plan.ts';
import { operate } from '../../src/engine/core/operate.ts';
import { failureOf, stuckReasonOf, waivedSteps } from '../../src/engine/core/state.ts';
import { admin, begun, Story, told, wished, type Wish } from './support/story.ts';
import { failed, refused, rejected, succeeded, tripConfig } from './support/trip.ts';

const { leaseMs, sagaDeadlineMs } = tripConfig;

const pause: Wish = { kind: 'pause' };
const resume: Wish = { kind: 'resume' };
const retry: Wish = { kind: 'retry' };
const compensate: Wish = { kind: 'compensate' };
const resolve = (step: string, outcome: 'SUCCEEDED' | 'REJECTED', output = { id: 'x9' }): Wish =>
  outcome === 'SUCCEEDED' ? { kind: 'resolve', step, outcome, output } : { kind: 'resolve', step, outcome };
const waive = (step: string): Wish => ({ kind: 'waive', step });

const atPivot = () => begun().answers(succeeded, succeeded);
const afterPivot = () => atPivot().answers(succeeded);
/** The hotel cannot be cancelled. */
const stuckUndoing = () => begun().answers(succeeded, rejected, refused);
const stuckTicket = () => afterPivot().answers(refused);
const paused = () => {
  const story = begun();
  story.command(pause);
  return story;
};
const completed = () => afterPivot().answers(succeeded, succeeded);
const compensated = () => begun().answers(rejected, succeeded);

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
    const ruling = story.command(wish);
    expect(ruling.kind === 'accepted' && ruling.events[0]).toMatchObject({
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
      expect(operate(undefined, saga, wished(wish), { now, quietMs: 0 })).toMatchObject({
        refusal: { code: 'UNKNOWN_DEFINITION' },
      });
    },
  );
});

describe('a paused saga', () => {
  it('is paused and resumed', () => {
    const story = begun();
    expect(story.ordered(pause)).toEqual(['SAGA_PAUSED']);
    expect(story.saga.paused).toEqual({ at: story.now, actor: admin, reason: 'because' });
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED']);
    expect(story.saga.paused).toBeUndefined();
    expect(story.call()).toEqual({ kind: 'invoke', step: 'hotel', attempt: 1 });
  });

  it.each([
    ['at a step', begun()],
    ['before a retry', begun().answers(failed)],
    ['at the pivot', atPivot()],
    ['while it is undone', begun().answers(succeeded, rejected)],
    ['while it is stuck', stuckUndoing()],
  ])('does nothing, %s', (_, story) => {
    story.command(pause);
    expect(nextActions(story.saga)).toEqual([]);
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
    expect(nextActions(story.saga)).toEqual([]);
    expect(story.ordered(resume)).toEqual(['SAGA_RESUMED', 'STEP_STARTED flight 1']);
  });

  it('turns back on a rejection, and undoes nothing before it is resumed', () => {
    const story = begun().answers(succeeded);
    story.command(pause);
    expect(told(answer(story, 'flight', rejected))).toEqual([
      'STEP_REJECTED flight 1',
      'COMPENSATION_STARTED flight',
    ]);
    expect(nextActions(story.saga)).toEqual([]);
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
    expect(nextActions(story.saga)).toEqual([]);
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
    expect(nextActions(story.saga)).toEqual([
      { kind: 'wait', until: story.now },
      { kind: 'invoke', step: 'hotel', attempt: 2 },
    ]);
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
    const ruling = stuckTicket().command({ kind: 'resolve', step: 'ticket', outcome: 'SUCCEEDED', output });
    expect(ruling).toMatchObject({
      refusal: {
        code: 'OUTPUT_MISMATCH',
        path: ['output', field],
        message: expect.stringContaining(message) as string,
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
      message: expect.stringContaining('flight') as string,
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

describe('why a saga is stuck', () => {
  it('names the step and its last error, or what is wrong with the saga', () => {
    expect(stuckReasonOf(stuckUndoing().saga)).toBe('hotel: It was undone.');
    const unknown = begun();
    unknown.halt();
    expect(stuckReasonOf(unknown.saga)).toBe('Nobody knows it.');
    expect(stuckReasonOf(begun().saga)).toBeUndefined();
  });
});

describe('a compensation plan', () => {
  const planned = (story: Story) => {
    const { possible, reason, undone, kept } = compensationPlanOf(story.saga);
    return {
      possible,
      reason,
      undone: undone.map(({ name }) => name),
      kept: kept.map((each) => [each.step.name, each.reason]),
    };
  };

  it('tells what would be undone, newest first, and what would not', () => {
    expect(planned(begun().answers(succeeded))).toEqual({
      possible: true,
      reason: undefined,
      undone: ['flight', 'hotel'],
      kept: [
        ['confirm', 'It has not begun.'],
        ['ticket', 'It has not begun.'],
        ['letter', 'It has not begun.'],
      ],
    });
  });

  it('undoes just what the command undoes', () => {
    const story = begun().answers(succeeded);
    const { undone } = planned(story);
    story.command(compensate);
    story.answers(succeeded, succeeded);
    const done = story.saga.log.filter(({ type }) => type === 'STEP_COMPENSATED').map(({ step }) => step);
    expect(done).toEqual(undone);
  });

  it('is impossible once the pivot was sent, and says so', () => {
    expect(planned(atPivot())).toMatchObject({
      possible: false,
      reason: 'confirm has been sent: from there on the saga only goes forward.',
      undone: [],
    });
    expect(planned(completed())).toMatchObject({ possible: false, reason: 'The saga has ended.' });
  });

  it('tells what is left while the saga is being undone', () => {
    const story = begun().answers(succeeded, succeeded, rejected, succeeded);
    expect(planned(story)).toMatchObject({ possible: true, undone: ['hotel'] });
    expect(planned(story).kept[0]).toEqual(['flight', 'It is undone already.']);
  });

  it('keeps what was waived', () => {
    const story = begun().answers(succeeded, succeeded, rejected, refused);
    story.command(waive('flight'));
    expect(planned(story).kept[0]).toEqual(['flight', 'An operator decided to leave it as it is.']);
  });
});
