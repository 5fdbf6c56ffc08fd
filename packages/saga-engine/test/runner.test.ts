import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@counterstep/document-store';
import { Harness, requestOf } from '../src/testing/harness.ts';
import { told } from '../src/testing/story.ts';
import { trip } from '../src/testing/trip.ts';

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(async () => {
  await harness.close();
});

const sentSteps = (): string[] => harness.sent.map(({ step, operation }) => `${step}:${operation}`);
const sentAt = (step: string): number[] =>
  harness.sent.filter((each) => each.step === step).map(({ at }) => at);

describe('a runner', () => {
  it('does the steps in order, and commits once per step and once for the beginning', async () => {
    const { runner } = harness.process({ id: 'one' });
    const { outcome, saga } = await harness.start(runner);
    expect(outcome).toBe('STARTED');
    expect(told(saga.log)).toEqual(['SAGA_STARTED', 'STEP_STARTED hotel 1']);
    const ended = await harness.reaches('COMPLETED');
    expect(sentSteps()).toEqual(trip.steps.map(({ name }) => `${name}:invoke`));
    expect(harness.commits).toBe(trip.steps.length + 1);
    expect(ended.holder).toBeUndefined();
    expect(ended.dueAt).toBeUndefined();
    expect(harness.elapsed).toBe(0);
  });

  it('is owned by its coordinator from the first commit on', async () => {
    harness.script('hotel', 'invoke', 'hangs');
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    expect(await harness.saga()).toMatchObject({ holder: 'one', epoch: 1, status: 'RUNNING' });
  });

  it('hands each step what the definition says', async () => {
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    const ended = await harness.reaches('COMPLETED');
    expect(ended.steps.find(({ name }) => name === 'flight')?.output).toEqual({ id: 'flight-1' });
  });

  it('undoes in reverse order what was done before a rejection', async () => {
    harness.participants.temper = { rejecting: ['confirm'], broken: [] };
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    await harness.reaches('COMPENSATED');
    expect(sentSteps().slice(3)).toEqual(['flight:compensate', 'hotel:compensate', 'regret:invoke']);
  });

  it('tries again with growing waits', async () => {
    harness.script('hotel', 'invoke', 'fails', 'fails');
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    await harness.reaches('COMPLETED');
    expect(sentAt('hotel')).toEqual([0, 50, 150]);
  });

  it('waits as long as Retry-After says', async () => {
    harness.script('hotel', 'invoke', {
      kind: 'error',
      code: 'RATE_LIMITED',
      message: 'Later.',
      retryAfterMs: 3_000,
    });
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    await harness.reaches('COMPLETED');
    expect(sentAt('hotel')).toEqual([0, 3_000]);
  });

  it('gives an attempt up after its time, and asks again', async () => {
    harness.script('hotel', 'invoke', 'hangs');
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    const ended = await harness.reaches('COMPLETED');
    expect(sentAt('hotel')).toEqual([0, 5_050]);
    expect(ended.log.find(({ type }) => type === 'STEP_RETRYING')).toMatchObject({ code: 'TIMEOUT' });
  });

  it('undoes a step whose answers are lost', async () => {
    harness.script('flight', 'invoke', 'loses-reply', 'loses-reply', 'loses-reply');
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    await harness.start(runner);
    await harness.reaches('COMPENSATED');
    expect(harness.participants.times('flight', true)).toBe(1);
    expect(harness.participants.times('flight', false)).toBe(1);
  });

  it('takes a malformed answer for no answer', async () => {
    harness.script(
      'hotel',
      'invoke',
      { kind: 'data', data: { other: {} } },
      { kind: 'data', data: { book: { id: null, rejection: null } } },
    );
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    const ended = await harness.reaches('COMPLETED');
    expect(ended.log.filter(({ code }) => code === 'MALFORMED_ANSWER')).toHaveLength(2);
  });

  it('probes a stuck saga, and goes on when the probe succeeds', async () => {
    harness.participants.temper = { rejecting: ['confirm'], broken: ['hotel:compensate'] };
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    await harness.start(runner);
    const stuck = await harness.reaches('STUCK');
    expect(stuck.steps.find(({ name }) => name === 'hotel')).toMatchObject({ status: 'STUCK' });
    await harness.pass(200_000);
    expect((await harness.saga()).log).toHaveLength(stuck.log.length);
    expect((await harness.saga()).holder).toBeUndefined();
    harness.participants.temper = { rejecting: [], broken: [] };
    await harness.reaches('COMPENSATED');
  });

  it('works on no more sagas at once than it may', async () => {
    const { runner } = harness.process({ id: 'one', config: { concurrency: 2 } });
    runner.run();
    harness.script('hotel', 'invoke', 'hangs', 'hangs');
    for (const sagaId of ['a', 'b', 'c']) await harness.start(runner, sagaId);
    await harness.pass(1_000);
    expect(harness.sent.map(({ sagaId }) => sagaId)).toEqual(['a', 'b']);
    for (const sagaId of ['a', 'b', 'c']) await harness.reaches('COMPLETED', sagaId);
  });

  it('refuses a lease that an attempt may outlast', () => {
    expect(() => harness.process({ id: 'one', config: { leaseMs: 5_000 } })).toThrow(
      /may take longer than a lease/,
    );
  });
});

describe('a request that is made again', () => {
  it('finds the saga that it began, also when made many times at once', async () => {
    const { runner } = harness.process({ id: 'one' });
    const started = await harness.during(
      Promise.all(Array.from({ length: 12 }, () => runner.startSaga(requestOf()))),
    );
    expect(started.filter(({ outcome }) => outcome === 'STARTED')).toHaveLength(1);
    expect(started.filter(({ outcome }) => outcome === 'EXISTS')).toHaveLength(11);
    await harness.reaches('COMPLETED');
    expect(harness.participants.times('hotel', true)).toBe(1);
  });

  it('is a conflict when it asks for something else', async () => {
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    expect(await harness.start(runner, 'saga-1', 'another')).toMatchObject({ outcome: 'CONFLICT' });
  });
});

describe('a circuit', () => {
  const silence = {
    kind: 'error',
    code: 'SERVICE_UNAVAILABLE',
    message: 'hotels cannot be reached.',
  } as const;

  it('opens after failures, delays the next calls, and costs them no attempt', async () => {
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    harness.script('hotel', 'invoke', ...Array.from({ length: 5 }, () => silence));
    await harness.start(runner, 'a');
    await harness.start(runner, 'b');
    await harness.pass(400);
    const asked = harness.sent.length;
    expect(asked).toBe(5);
    await harness.start(runner, 'c');
    await harness.pass(4_000);
    expect(harness.sent).toHaveLength(asked);
    await harness.reaches('COMPLETED', 'c');
    expect((await harness.saga('c')).steps[0]).toMatchObject({ attempts: 1 });
  });

  it('does not delay calls to other subgraphs', async () => {
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    harness.script('letter', 'invoke', ...Array.from({ length: 5 }, () => silence));
    await harness.start(runner, 'a');
    await harness.pass(5_000);
    harness.script('letter', 'invoke', 'hangs');
    await harness.start(runner, 'b');
    await harness.pass(0);
    expect((await harness.saga('b')).steps.slice(0, 4).map(({ status }) => status)).toEqual(
      Array.from({ length: 4 }, () => 'SUCCEEDED'),
    );
  });

  it('does not open for refusals: the subgraph is there', async () => {
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    harness.script('flight', 'invoke', 'fails', 'fails', 'fails', 'fails', 'fails', 'fails');
    await harness.start(runner, 'a');
    await harness.start(runner, 'b');
    await harness.reaches('COMPENSATED', 'b');
    await harness.start(runner, 'c');
    const before = harness.elapsed;
    await harness.reaches('COMPLETED', 'c');
    expect(harness.elapsed).toBe(before);
  });
});

describe('a store that fails', () => {
  it.each(['before', 'after'] as const)(
    'has a saga read again before anything else is sent (%s the commit)',
    async (fault) => {
      let failed = false;
      const failpoint = (name: string): void => {
        if (name !== 'before-send:hotel:invoke' || failed) return;
        failed = true;
        harness.failCommits(fault);
      };
      const { runner } = harness.process({ id: 'one', failpoint });
      runner.run();
      await harness.start(runner);
      const ended = await harness.reaches('COMPLETED');
      expect(ended.epoch).toBe(2);
      expect(told(ended.log)).not.toContain('SAGA_TAKEN_OVER');
      expect(harness.elapsed).toBeLessThanOrEqual(1_000);
      for (const { name } of trip.steps) expect(harness.participants.times(name, true)).toBe(1);
      expect(harness.sent.filter(({ epoch, step }) => epoch === 1 && step !== 'hotel')).toEqual([]);
    },
  );

  it('leaves it open whether a saga has begun, and the same request finds out', async () => {
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    harness.failCommits('after');
    await expect(harness.start(runner)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await harness.start(runner)).toMatchObject({ outcome: 'EXISTS' });
    await harness.reaches('COMPLETED');
    expect(harness.elapsed).toBeLessThanOrEqual(1_000);
  });

  it('has begun nothing when the insert was lost', async () => {
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    harness.failCommits('before');
    await expect(harness.start(runner)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await harness.start(runner)).toMatchObject({ outcome: 'STARTED' });
    await harness.reaches('COMPLETED');
  });
});

describe('a runner that stops', () => {
  it('lets a running attempt end, and frees its sagas', async () => {
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    harness.script('flight', 'invoke', 'hangs');
    await harness.start(runner);
    await harness.pass(10);
    const before = harness.elapsed;
    await harness.during(runner.stop());
    expect(harness.elapsed - before).toBe(3_000);
    expect(await harness.saga()).toMatchObject({ status: 'RUNNING', epoch: 1 });
    expect((await harness.saga()).holder).toBeUndefined();
    const next = harness.process({ id: 'two' });
    next.runner.run();
    const ended = await harness.reaches('COMPLETED');
    expect(harness.elapsed - before).toBe(3_000);
    expect(told(ended.log)).not.toContain('SAGA_TAKEN_OVER');
  });

  it('wakes sagas that wait for a retry, and begins nothing new', async () => {
    const { runner } = harness.process({ id: 'one' });
    harness.script('hotel', 'invoke', 'fails');
    await harness.start(runner);
    const before = harness.elapsed;
    await harness.during(runner.stop());
    expect(harness.elapsed).toBe(before);
    expect(harness.sent).toHaveLength(1);
    await expect(harness.start(runner, 'saga-2')).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe('a saga whose definition is not known', () => {
  const older = { ...trip, version: 0, deadlineMs: 1_000_000, steps: trip.steps.slice(0, 3) };

  it('is left alone at first, then stuck, and runs on when somebody knows it', async () => {
    harness.script('flight', 'invoke', 'hangs');
    const old = harness.process({ id: 'old', definitions: [older] });
    await harness.start(old.runner);
    await harness.pass(10);
    old.kill();
    const current = harness.process({ id: 'new' });
    current.runner.run();
    await harness.pass(60_000);
    expect(await harness.saga()).toMatchObject({ status: 'RUNNING', holder: 'old' });
    const stuck = await harness.reaches('STUCK');
    expect(stuck.halted).toMatchObject({ code: 'UNKNOWN_DEFINITION' });
    await harness.pass(300_000);
    expect((await harness.saga()).log).toHaveLength(stuck.log.length);
    const both = harness.process({ id: 'both', definitions: [older, trip] });
    both.runner.run();
    const ended = await harness.reaches('COMPLETED');
    expect(ended.steps).toHaveLength(4);
    expect(ended.halted).toBeUndefined();
  });

  it('begins on the newest version', async () => {
    const { runner } = harness.process({ id: 'one', definitions: [trip, older] });
    await harness.start(runner);
    expect((await harness.reaches('COMPLETED')).steps).toHaveLength(6);
  });
});

describe('whoever waits for a saga', () => {
  it('is told of the first state that fulfils the condition', async () => {
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    const flown = await harness.during(
      runner.until('saga-1', ({ steps }) => steps[1]?.status === 'SUCCEEDED', 1_000),
    );
    expect(flown?.steps[1]?.status).toBe('SUCCEEDED');
  });

  it('waits no longer than asked', async () => {
    harness.script('hotel', 'invoke', 'hangs');
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    const before = harness.elapsed;
    const waiting = runner.until('saga-1', ({ status }) => status === 'COMPLETED', 2_000);
    expect(await harness.during(waiting)).toBeUndefined();
    expect(harness.elapsed - before).toBe(2_000);
  });

  it('is told every newest state until it leaves', async () => {
    const { runner } = harness.process({ id: 'one' });
    const seen: number[] = [];
    const leave = runner.watch('saga-1', (saga) => {
      seen.push(saga.log.length);
      if (saga.steps[1]?.status === 'SUCCEEDED') leave();
    });
    await harness.start(runner);
    await harness.reaches('COMPLETED');
    expect(seen).toEqual([2, 4, 6]);
  });
});
