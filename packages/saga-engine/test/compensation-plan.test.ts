import { describe, expect, it } from '@jest/globals';
import { compensationPlanOf } from '../src/core/compensation-plan.ts';
import { stuckReasonOf } from '../src/core/state.ts';
import { begun, type Story } from '../src/testing/story.ts';
import { compensate, waive, atPivot, stuckUndoing, completed } from '../src/testing/stories.ts';
import { refused, rejected, succeeded } from '../src/testing/trip.ts';

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
