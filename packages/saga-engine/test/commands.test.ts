import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable, WriteRejected } from '@counterstep/document-store';
import { createRunner, Plans, type Failpoint, type SagaRunner } from '../src/index.ts';
import { Harness } from '../src/testing/harness.ts';
import { admin, told, wished, type Wish } from '../src/testing/story.ts';
import { trip, tripConfig } from '../src/testing/trip.ts';

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(async () => {
  await harness.close();
});

const give = (runner: SagaRunner, wish: Wish, sagaId = 'saga-1') =>
  harness.during(runner.command(sagaId, wished(wish)));

const sent = (step: string) => harness.sent.filter((each) => each.step === step);
const operations = () => harness.sent.map(({ step, operation }) => `${step}:${operation}`);

const doneOnce = (): void => {
  for (const { name } of trip.steps) expect(harness.participants.times(name, true)).toBe(1);
};

/** A failpoint that acts when the boundary is reached for the first time. */
const once = (boundary: string, act: () => Promise<unknown>): Failpoint => {
  let over = false;
  return async (name) => {
    if (name !== boundary || over) return;
    over = true;
    await act();
  };
};

describe('a command', () => {
  it('needs a saga', async () => {
    const { runner } = harness.process({ id: 'one' });
    expect(await give(runner, { kind: 'pause' }, 'nobody')).toEqual({ kind: 'absent' });
  });

  it('is refused where it makes no sense, and changes nothing', async () => {
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    const ended = await harness.reaches('COMPLETED');
    expect(await give(runner, { kind: 'compensate' })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'SAGA_ENDED' },
      saga: { status: 'COMPLETED' },
    });
    expect(await harness.saga()).toEqual(ended);
  });

  it.each(['before', 'after'] as const)(
    'has an unknown outcome when its commit fails %s it is performed, and may be given again',
    async (fault) => {
      harness.latencyMs = 100;
      const { runner } = harness.process({ id: 'one' });
      runner.run();
      await harness.start(runner);
      harness.failCommits(fault);
      await expect(give(runner, { kind: 'pause' })).rejects.toBeInstanceOf(StoreUnavailable);
      expect(await give(runner, { kind: 'pause' })).toMatchObject({ kind: 'done', saga: { paused: {} } });
      await harness.pass(1_000);
      const saga = await harness.saga();
      expect(saga.log.filter(({ type }) => type === 'SAGA_PAUSED')).toHaveLength(1);
      expect(operations()).toEqual(['hotel:invoke']);
    },
  );

  it('is given up when it loses every race', async () => {
    harness.script('hotel', 'invoke', 'hangs');
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    let races = 0;
    const loser = createRunner({
      store: {
        ...harness.store,
        save: () => {
          races += 1;
          return Promise.reject(new WriteRejected(0, 'guard'));
        },
      },
      ...{ plans: new Plans([trip], tripConfig), config: tripConfig, clock: harness.clock },
      transport: { send: () => new Promise(() => undefined) },
    });
    await expect(give(loser, { kind: 'pause' })).rejects.toBeInstanceOf(StoreUnavailable);
    expect(races).toBeGreaterThan(1);
  });

  it('says in the log who gave it, and why', async () => {
    harness.script('hotel', 'invoke', 'hangs');
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    await give(runner, { kind: 'pause' });
    expect((await harness.saga()).log.at(-1)).toMatchObject({
      type: 'SAGA_PAUSED',
      actor: admin,
      message: 'because',
    });
  });
});

/** Which coordinator, seen from the one that works on the saga, gets the commands. */
const places = [
  ['in the same coordinator', 'one'],
  ['through another coordinator', 'two'],
] as const;

describe.each(places)('a command that comes while an attempt is under way, %s', (_, through) => {
  let runners: Readonly<Record<'one' | 'two', SagaRunner>>;
  let commander: SagaRunner;

  beforeEach(async () => {
    harness.latencyMs = 100;
    const [one, two] = ['one', 'two'].map((id) => harness.process({ id }).runner);
    runners = { one: one!, two: two! };
    commander = runners[through];
    for (const runner of [one!, two!]) runner.run();
    await harness.start(runners.one);
    await harness.pass(110);
    expect(operations()).toEqual(['hotel:invoke', 'flight:invoke']);
  });

  it('pauses the saga once the answer is taken, and resumes it after it', async () => {
    await give(commander, { kind: 'pause' });
    await harness.pass(60_000);
    const saga = await harness.saga();
    expect(saga.steps.slice(0, 3).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'PENDING']);
    expect(saga.holder).toBeUndefined();
    expect(operations()).toEqual(['hotel:invoke', 'flight:invoke']);
    const before = harness.elapsed;
    await give(commander, { kind: 'resume' });
    await harness.reaches('COMPLETED');
    expect(harness.elapsed - before).toBe(300);
    doneOnce();
  });

  it('is resumed before the answer comes, as if nothing had happened', async () => {
    await give(commander, { kind: 'pause' });
    await give(commander, { kind: 'resume' });
    const ended = await harness.reaches('COMPLETED');
    expect(ended.epoch).toBe(1);
    expect(harness.sent).toHaveLength(5);
    doneOnce();
  });

  it('undoes the step that is under way once its answer is there', async () => {
    await give(commander, { kind: 'compensate' });
    const ended = await harness.reaches('COMPENSATED');
    expect(operations().slice(2)).toEqual(['flight:compensate', 'hotel:compensate', 'regret:invoke']);
    expect(harness.participants.times('flight', false)).toBe(1);
    expect(ended).toMatchObject({ epoch: 1, failure: { code: 'COMPENSATED_BY_OPERATOR' } });
    expect(told(ended.log)).not.toContain('STEP_SUCCEEDED flight 1');
  });
});

describe.each(places)('a command that comes while a saga waits, %s', (_, through) => {
  let commander: SagaRunner;

  const patient = { ...tripConfig.retry, baseMs: 16_000, capMs: 16_000, windowMs: 60_000 };

  beforeEach(async () => {
    harness.script('hotel', 'invoke', 'fails');
    const runners = ['one', 'two'].map(
      (id) => [id, harness.process({ id, config: { retry: patient } }).runner] as const,
    );
    for (const [, runner] of runners) runner.run();
    commander = new Map<string, SagaRunner>(runners).get(through)!;
    await harness.start(runners[0]![1]);
    await harness.pass(10);
    expect(await harness.saga()).toMatchObject({ holder: 'one' });
    expect((await harness.saga()).steps[0]?.nextAttemptAt).toBeDefined();
  });

  it('has the next attempt made at once', async () => {
    await give(commander, { kind: 'retry' });
    const ended = await harness.reaches('COMPLETED');
    expect(sent('hotel').map(({ at }) => at)).toEqual([0, 10]);
    expect(told(ended.log)).toContain('OPERATOR_RETRIED hotel');
    doneOnce();
  });

  it('keeps the next attempt from being made', async () => {
    await give(commander, { kind: 'pause' });
    await harness.pass(60_000);
    expect(sent('hotel')).toHaveLength(1);
    expect((await harness.saga()).holder).toBeUndefined();
    await give(commander, { kind: 'resume' });
    await harness.reaches('COMPLETED');
    expect(sent('hotel').map(({ at }) => at)).toEqual([0, 60_010]);
  });

  it('has the saga undone at once', async () => {
    await give(commander, { kind: 'compensate' });
    await harness.reaches('COMPENSATED');
    expect(harness.elapsed).toBe(10);
    expect(operations()).toEqual(['hotel:invoke', 'hotel:compensate', 'regret:invoke']);
  });

  it('is resolved as done, and goes on at once', async () => {
    await give(commander, { kind: 'resolve', step: 'hotel', outcome: 'SUCCEEDED', output: { id: 'h1' } });
    const ended = await harness.reaches('COMPLETED');
    expect(harness.elapsed).toBe(10);
    expect(sent('hotel')).toHaveLength(1);
    expect(ended.steps[0]?.output).toEqual({ id: 'h1' });
  });
});

describe('a stuck saga', () => {
  const stuck = async (): Promise<SagaRunner> => {
    harness.participants.temper = { rejecting: ['confirm'], broken: ['flight:compensate'] };
    const { runner } = harness.process({ id: 'one' });
    runner.run();
    await harness.start(runner);
    await harness.reaches('STUCK');
    return runner;
  };

  it('is probed at once when it is retried', async () => {
    const runner = await stuck();
    harness.participants.temper = { rejecting: [], broken: [] };
    const before = harness.elapsed;
    await give(runner, { kind: 'retry' });
    await harness.reaches('COMPENSATED');
    expect(harness.elapsed).toBe(before);
  });

  it('is undone but for a step that is waived, and says so for ever', async () => {
    const runner = await stuck();
    await give(runner, { kind: 'waive', step: 'flight' });
    const ended = await harness.reaches('COMPENSATED');
    expect(ended.steps.map(({ status }) => status).slice(0, 2)).toEqual(['COMPENSATED', 'WAIVED']);
    expect(ended.log.at(-1)).toMatchObject({ code: 'WAIVED' });
    expect(harness.participants.times('hotel', false)).toBe(1);
    expect(harness.participants.times('flight', false)).toBe(0);
  });
});

describe('a command exactly between commit and send', () => {
  it.each([
    ['pause', ['hotel:invoke'], 'RUNNING'],
    ['compensate', ['hotel:invoke', 'flight:compensate', 'hotel:compensate', 'regret:invoke'], 'COMPENSATED'],
  ] as const)(
    'keeps the attempt from being sent in the same coordinator: %s',
    async (kind, expected, status) => {
      const one = harness.process({
        id: 'one',
        failpoint: once('before-send:flight:invoke', () => one.runner.command('saga-1', wished({ kind }))),
      });
      await harness.start(one.runner);
      await harness.pass(30_000);
      expect(operations()).toEqual(expected);
      expect(await harness.saga()).toMatchObject({ status });
    },
  );

  it.each(['pause', 'compensate'] as const)('is never lost through another coordinator: %s', async (kind) => {
    const two = harness.process({ id: 'two' }).runner;
    const one = harness.process({
      id: 'one',
      failpoint: once('before-send:flight:invoke', () => two.command('saga-1', wished({ kind }))),
    });
    for (const runner of [one.runner, two]) runner.run();
    await harness.start(one.runner);
    await harness.pass(30_000);
    expect(sent('confirm')).toEqual([]);
    if (kind === 'pause') expect(await harness.saga()).toMatchObject({ paused: { actor: admin } });
    else expect(await harness.saga()).toMatchObject({ status: 'COMPENSATED' });
    const { participants } = harness;
    const net = kind === 'pause' ? sent('flight').length : 0;
    expect(participants.times('flight', true) - participants.times('flight', false)).toBe(net);
  });
});

describe('a command exactly between answer and commit', () => {
  it.each(places)('leaves the answer to be taken after it, %s', async (_, through) => {
    const two = harness.process({ id: 'two' }).runner;
    const one = harness.process({
      id: 'one',
      failpoint: once('after-send:flight:invoke', () =>
        (through === 'one' ? one.runner : two).command('saga-1', wished({ kind: 'pause' })),
      ),
    });
    for (const runner of [one.runner, two]) runner.run();
    await harness.start(one.runner);
    await harness.pass(30_000);
    const saga = await harness.saga();
    expect(told(saga.log).slice(-2)).toEqual(['SAGA_PAUSED', 'STEP_SUCCEEDED flight 1']);
    expect(sent('flight')).toHaveLength(1);
    await give(two, { kind: 'resume' });
    await harness.reaches('COMPLETED');
    doneOnce();
  });

  it('that is the pivot’s is refused to undo', async () => {
    let answer: unknown;
    const one = harness.process({
      id: 'one',
      failpoint: once('after-send:confirm:invoke', async () => {
        answer = await one.runner.command('saga-1', wished({ kind: 'compensate' }));
      }),
    });
    await harness.start(one.runner);
    await harness.reaches('COMPLETED');
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'PAST_PIVOT' } });
  });
});

describe('a paused saga', () => {
  it('survives the death of its coordinator, and is left alone by the next ones', async () => {
    harness.script('flight', 'invoke', 'hangs');
    const dead = harness.process({ id: 'dead' });
    await harness.start(dead.runner);
    await harness.pass(10);
    await give(dead.runner, { kind: 'pause' });
    dead.kill();
    const next = harness.process({ id: 'next' }).runner;
    next.run();
    await harness.pass(300_000);
    const saga = await harness.saga();
    expect(saga).toMatchObject({ paused: { actor: admin }, status: 'RUNNING' });
    expect(saga.holder).toBeUndefined();
    expect(sent('flight')).toHaveLength(1);
    await give(next, { kind: 'resume' });
    await harness.reaches('COMPLETED');
    doneOnce();
  });

  it('is not claimed at the start of a process that has the store for its own', async () => {
    await harness.close();
    harness = await Harness.open({ exclusive: true });
    harness.latencyMs = 100;
    const first = harness.process({ id: 'first' });
    await harness.start(first.runner);
    await give(first.runner, { kind: 'pause' });
    await harness.pass(200);
    first.kill();
    const before = await harness.saga();
    const next = harness.process({ id: 'next' }).runner;
    next.run();
    await harness.pass(300_000);
    expect(await harness.saga()).toEqual(before);
    await give(next, { kind: 'resume' });
    await harness.reaches('COMPLETED');
    doneOnce();
  });
});

/** This makes sure that, one lease after a pause, nothing more can happen that the operator has not seen. */
describe('an attempt', () => {
  it('takes no effect after the lease under which it was sent', async () => {
    let asleep = false;
    const fallAsleep = (name: string): Promise<void> | undefined => {
      if (name !== 'before-send:hotel:invoke' || asleep) return undefined;
      asleep = true;
      return new Promise((resolve) => harness.clock.after(14_000, resolve));
    };
    harness.latencyMs = 2_000;
    const { runner } = harness.process({ id: 'one', failpoint: fallAsleep });
    await harness.start(runner);
    await harness.pass(16_010);
    expect(harness.sent.map(({ at }) => at)).toEqual([14_000]);
    expect(harness.participants.effects).toEqual([]);
    expect((await harness.saga()).log.at(-1)).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});
