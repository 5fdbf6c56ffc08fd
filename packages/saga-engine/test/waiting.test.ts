import { describe, expect, it } from '@jest/globals';
import { decideCommand } from '../src/core/decide-command.ts';
import { clampInstants } from '../src/core/clamp-instants.ts';
import { newSaga } from '../src/core/evolve.ts';
import { later } from '../src/core/instant.ts';
import { nextCall } from '../src/core/next-call.ts';
import type { Outcome } from '../src/core/outcome.ts';
import { journey, VISA_MS } from '../src/testing/journey.ts';
import { Story, told, wished } from '../src/testing/story.ts';
import { failed, rejected, succeeded } from '../src/testing/trip.ts';

const HOUR_MS = 3_600_000;

class Journey extends Story {
  constructor() {
    super(journey);
    const input = { trip: 't1', legs: [{ code: 'A' }] };
    this.saga = newSaga(this.plan, { id: 'saga-1', input, now: this.now });
    this.start();
  }

  waiting(askAgainMs: number, untilMs: number): Outcome {
    return {
      ...{ kind: 'waiting', for: 'PROVIDER' },
      ...{ askAgainAt: later(this.now, askAgainMs), until: later(this.now, untilMs) },
    };
  }
}

describe('a step that waits', () => {
  it('is asked again when it says so, with the next attempt, and no attempt is spent', () => {
    const story = new Journey();
    expect(told(story.answer(story.waiting(HOUR_MS, VISA_MS)))).toEqual(['STEP_WAITING visa 1']);
    expect(story.step('visa')).toMatchObject({ status: 'WAITING', wait: { for: 'PROVIDER' } });
    expect(nextCall(story.saga)).toEqual({
      ...{ operation: 'invoke', step: 'visa', attempt: 2, waitUntil: later(story.now, HOUR_MS) },
    });
    expect(story.saga.status).toBe('RUNNING');
    expect(told(story.pass(HOUR_MS).answer(succeeded))).toEqual([
      'STEP_SUCCEEDED visa 2',
      'STEP_FANNED_OUT seat',
      'STEP_STARTED seat 1',
    ]);
    expect(story.step('visa').wait).toBeUndefined();
  });

  it('is asked ten thousand times, and its log does not grow', () => {
    const story = new Journey();
    for (let asked = 0; asked < 10_000; asked += 1) {
      story.answer(story.waiting(60_000, VISA_MS));
      if (asked % 7 === 0) story.command({ kind: 'wake' });
      story.pass(60_000);
      story.tick();
    }
    expect(story.step('visa').attempts).toBe(10_000);
    expect(story.saga.log.length).toBeLessThan(20);
  });

  it('has the time of the saga stand still', () => {
    const story = new Journey();
    const { deadline } = story.saga;
    story.pass(10_000).answer(story.waiting(HOUR_MS, VISA_MS));
    expect(story.tick(20 * 24 * HOUR_MS)).toEqual([]);
    story.answer(succeeded);
    expect(story.saga.deadline).toBe(later(deadline, 20 * 24 * HOUR_MS));
    expect(told(story.tick(110_000))).toContain('COMPENSATION_STARTED seat');
  });

  it.each([
    ['begins and ends before the wait does', 0, 1, 3, 2],
    ['lasts for longer than the wait', 0, 1, 2, 3],
    ['ends while the step waits', 1, 0, 2, 3],
  ])('has it stand still once where a pause %s', (_when, pauseFrom, waitFrom, first, second) => {
    const story = new Journey();
    const { deadline } = story.saga;
    const events = [
      [pauseFrom, () => story.command({ kind: 'pause' })],
      [waitFrom, () => story.input(outcomeAt(story, story.waiting(HOUR_MS, VISA_MS), 1))],
      [
        first,
        () =>
          pauseFrom === 0 && second === 3
            ? story.input(outcomeAt(story, succeeded, 2))
            : story.command({ kind: 'resume' }),
      ],
      [
        second,
        () =>
          pauseFrom === 0 && second === 3
            ? story.command({ kind: 'resume' })
            : story.input(outcomeAt(story, succeeded, 2)),
      ],
    ] as const;
    const ordered = [...events].sort(([one], [other]) => one - other);
    for (const [at, act] of ordered) {
      act();
      if (at < 3) story.pass(1_000);
    }
    expect(story.saga.deadline).toBe(later(deadline, 3_000));
    expect(story.saga.stoppedSince).toBeUndefined();
  });

  it('turns the saga back at its end, and is undone as if it had been done', () => {
    const story = new Journey();
    story.answer(story.waiting(HOUR_MS, 2 * HOUR_MS));
    expect(story.tick(2 * HOUR_MS - 1)).toEqual([]);
    expect(told(story.tick(1))).toEqual([
      ...['STEP_UNKNOWN visa 1', 'COMPENSATION_STARTED visa', 'STEP_COMPENSATING visa 1'],
    ]);
    expect(story.saga.failure).toMatchObject({ step: 'visa', code: 'WAIT_EXPIRED' });
    const late = {
      kind: 'outcome',
      step: 'visa',
      operation: 'invoke',
      attempt: 2,
      outcome: succeeded,
    } as const;
    expect(story.input({ ...late, now: later(story.now, 1_000), jitter: 0 })).toEqual([]);
  });

  it('waits for no longer in all than its definition allows, whatever it says again and again', () => {
    const story = new Journey();
    for (let day = 0; day < 30; day += 1) {
      story.answer(story.waiting(24 * HOUR_MS, 24 * 60 * HOUR_MS));
      story.pass(24 * HOUR_MS);
    }
    expect(told(story.tick())).toContain('COMPENSATION_STARTED visa');
  });

  it('is asked once more after a failure, again and again, and that does not end the wait', () => {
    const story = new Journey();
    story.answer(story.waiting(HOUR_MS, VISA_MS));
    story.pass(HOUR_MS);
    for (let tries = 0; tries < 200; tries += 1) {
      story.answer(failed);
      expect(story.step('visa').status).toBe('WAITING');
      story.pass(2_000);
    }
    expect(story.saga.log.length).toBeLessThan(20);
    story.answer(story.waiting(HOUR_MS, VISA_MS));
    expect(story.step('visa')).toMatchObject({ status: 'WAITING', wait: { failures: 0 } });
    story.pass(HOUR_MS).answer(rejected);
    expect(story.step('visa').status).toBe('REJECTED');
  });

  it('is woken to be asked now, and nothing else', () => {
    const story = new Journey();
    expect(story.ordered({ kind: 'wake' })).toEqual([]);
    story.answer(story.waiting(HOUR_MS, VISA_MS));
    const { wait } = story.step('visa');
    expect(story.ordered({ kind: 'wake', step: 'seat' })).toEqual([]);
    expect(story.ordered({ kind: 'wake' })).toEqual(['STEP_WOKEN visa']);
    expect(story.ordered({ kind: 'wake' })).toEqual([]);
    expect(nextCall(story.saga)?.waitUntil).toBe(story.now);
    expect(story.step('visa')).toMatchObject({
      status: 'WAITING',
      wait: { until: wait!.until, since: wait!.since },
    });
    story.answer(story.waiting(HOUR_MS, VISA_MS));
    expect(story.step('visa').status).toBe('WAITING');
    story.command({ kind: 'pause' });
    expect(story.ordered({ kind: 'wake' })).toEqual([]);
    story.pass(1_000).command({ kind: 'resume' });
    expect(nextCall(story.saga)?.waitUntil).toBe(story.now);
    expect(story.step('visa')).toMatchObject({ status: 'WAITING', wait: { until: wait!.until } });
  });

  it.each([
    [{ kind: 'retry' }, 'OPERATOR_RETRIED visa'],
    [{ kind: 'compensate' }, 'COMPENSATION_STARTED COMPENSATED_BY_OPERATOR'],
    [{ kind: 'resolve', step: 'visa', outcome: 'SUCCEEDED', output: { id: 'v' } }, 'STEP_SUCCEEDED visa 1'],
  ] as const)('takes the operator’s command %j', (wish, event) => {
    const story = new Journey();
    story.answer(story.waiting(HOUR_MS, VISA_MS));
    const timing = { now: story.now, quietMs: 15_000 };
    const decision = decideCommand(story.plan, story.saga, wished(wish), timing);
    expect(decision.kind).toBe('accepted');
    expect(told(decision.kind === 'accepted' ? decision.events : []).join()).toContain(event.split(' ')[0]);
  });

  it('is a malformed answer where the definition does not say that the step waits', () => {
    const story = new Story();
    story.start();
    const until = later(story.now, HOUR_MS);
    const events = story.answer({ kind: 'waiting', for: 'PROVIDER', askAgainAt: until, until });
    expect(events[0]).toMatchObject({ type: 'STEP_RETRYING', code: 'MALFORMED_ANSWER' });
  });

  it('never means more than its longest wait from now, whatever clock has written it', () => {
    const story = new Journey();
    story.answer(story.waiting(VISA_MS, VISA_MS));
    const back = later(story.now, -400 * 24 * HOUR_MS);
    const clamped = clampInstants(story.plan, story.saga, back);
    expect(clamped.steps[0]).toMatchObject({ nextAttemptAt: back, wait: { until: later(back, VISA_MS) } });
    expect(clampInstants(story.plan, story.saga, story.now)).toBe(story.saga);
  });
});

const outcomeAt = (story: Story, outcome: Outcome, attempt: number) =>
  ({
    kind: 'outcome',
    now: story.now,
    step: 'visa',
    operation: 'invoke',
    attempt,
    outcome,
    jitter: 0,
  }) as const;
