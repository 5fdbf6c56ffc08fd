import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Harness, requestOf, type ProcessOptions } from '../src/testing/harness.ts';
import { journey, VISA_MS, waitingAnswer } from '../src/testing/journey.ts';
import { definitionHash, hasEnded, type SagaDefinition } from '../src/index.ts';

const DAY = 24 * 3_600_000;

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.open();
});
afterEach(async () => {
  await harness.close();
});

const process = (id: string, more: Partial<ProcessOptions> = {}) =>
  harness.process({
    id,
    definitions: [journey],
    config: { pollMs: DAY / 2, sagaDeadlineMs: 2 * DAY },
    ...more,
  });
const start = (runner: ReturnType<typeof process>['runner']) =>
  runner.startSaga({ ...requestOf(), input: { trip: 't1', legs: [{ code: 'A' }] } });

/** The office grants the visa on that day, if ever, and else has the saga ask again the next day, for 30 days. */
const grantsOnDay = (granted: number): void => {
  const opened = harness.clock.now();
  const day = (now: number): number => (now - opened) / DAY;
  const iso = (ms: number): string => new Date(ms).toISOString();
  const office = (now: number) =>
    day(now) >= granted ? 'works' : waitingAnswer(iso(now + DAY), iso(opened + VISA_MS));
  harness.script('visa', 'invoke', ...Array.from({ length: 1_000 }, () => office));
};
const asked = (): number =>
  harness.sent.filter(({ step, operation }) => step === 'visa' && operation === 'invoke').length;
const daysPassed = (): number => harness.elapsed / DAY;
const why = { actor: 'an operator', reason: 'to look' };

/** The end of a saga whose visa was granted. */
const expectDone = async (): Promise<void> => {
  const saga = await harness.saga();
  expect(saga).toMatchObject({ status: 'COMPLETED', definitionHash: definitionHash(journey) });
  for (const step of ['visa', 'seat', 'confirm', 'ticket'])
    expect(harness.participants.times(step, true)).toBe(1);
  expect(harness.participants.effects.filter(({ done }) => !done)).toEqual([]);
};

/** The end of a saga that was turned back in its wait: the visa is withdrawn, and will never be granted. */
const expectUndone = async (code: string): Promise<void> => {
  const saga = await harness.saga();
  expect(saga).toMatchObject({ status: 'COMPENSATED', failure: { code } });
  expect(harness.sent.filter(({ operation }) => operation === 'compensate')).not.toEqual([]);
  expect(harness.participants.effects).toEqual([]);
  const deadline = new Date(harness.clock.now() + 60_000).toISOString();
  const late = { sagaId: 'saga-1', step: 'visa', operation: 'invoke', epoch: saga.epoch, deadline } as const;
  expect(harness.participants.execute(late, harness.clock.now() + 1_000, 'works')).toMatchObject({
    code: 'STEP_CANCELLED',
  });
};

describe('a saga that waits for 30 days', () => {
  it('is let go in between, is asked once a day, and goes on with what comes on day 29', async () => {
    grantsOnDay(29);
    const { runner } = process('one');
    runner.run();
    await harness.during(start(runner));
    await harness.pass(1_000);
    const waiting = await harness.saga();
    expect(waiting).toMatchObject({ status: 'RUNNING', waiting: true });
    expect([waiting.holder, waiting.dueAt]).toEqual([undefined, waiting.steps[0]!.nextAttemptAt]);
    const ended = await harness.reaches('COMPLETED');
    await expectDone();
    expect([asked(), Math.floor(daysPassed())]).toEqual([30, 29]);
    expect(ended.log.length).toBeLessThan(20);
    expect(ended.waiting).toBeUndefined();
  });

  it('turns back at the end of the 30th day, and a success a second later changes nothing', async () => {
    grantsOnDay(30 + 1 / 86_400);
    const { runner } = process('one');
    runner.run();
    await harness.during(start(runner));
    await harness.reaches('COMPENSATED');
    expect(Math.floor(daysPassed())).toBe(30);
    await expectUndone('WAIT_EXPIRED');
    await harness.pass(DAY);
    await expectUndone('WAIT_EXPIRED');
  });

  it('is undone by who cancels it on day 20', async () => {
    grantsOnDay(29);
    const { runner } = process('one');
    runner.run();
    await harness.during(start(runner));
    await harness.pass(20 * DAY);
    const failure = { code: 'REQUESTED_BY_CUSTOMER', message: 'Not any more.' };
    await harness.during(runner.command('saga-1', { kind: 'compensate', ...why, failure }));
    await harness.reaches('COMPENSATED');
    expect(Math.floor(daysPassed())).toBe(20);
    await harness.pass(20 * DAY);
    await expectUndone('REQUESTED_BY_CUSTOMER');
  });

  it('is neither asked nor given up while it is paused, and goes on when it is resumed', async () => {
    grantsOnDay(29);
    const { runner } = process('one');
    runner.run();
    await harness.during(start(runner));
    await harness.pass(10.5 * DAY);
    await harness.during(runner.command('saga-1', { kind: 'pause', ...why }));
    const before = asked();
    await harness.pass(10 * DAY);
    expect([asked(), (await harness.saga()).steps[0]!.status]).toEqual([before, 'WAITING']);
    await harness.during(runner.command('saga-1', { kind: 'resume', ...why }));
    await harness.reaches('COMPLETED');
    await expectDone();
  });

  it('is asked as soon as it is resumed, because a hint that came in the pause was not heeded', async () => {
    grantsOnDay(2.5);
    const { runner } = process('one');
    runner.run();
    await harness.during(start(runner));
    await harness.pass(2.1 * DAY);
    await harness.during(runner.command('saga-1', { kind: 'pause', ...why }));
    await harness.pass(0.5 * DAY);
    await harness.during(runner.wake('saga-1'));
    await harness.during(runner.command('saga-1', { kind: 'resume', ...why }));
    await harness.reaches('COMPLETED');
    expect(daysPassed()).toBeLessThan(2.7);
    await expectDone();
  });

  it('is not turned back before it is resumed where the wait ends in a pause', async () => {
    grantsOnDay(Infinity);
    const { runner } = process('one');
    runner.run();
    await harness.during(start(runner));
    await harness.pass(20 * DAY);
    await harness.during(runner.command('saga-1', { kind: 'pause', ...why }));
    await harness.pass(20 * DAY);
    expect(await harness.saga()).toMatchObject({
      status: 'RUNNING',
      steps: [{ status: 'WAITING' }, {}, {}, {}, {}],
    });
    await harness.during(runner.command('saga-1', { kind: 'resume', ...why }));
    await harness.reaches('COMPENSATED');
    await expectUndone('WAIT_EXPIRED');
  });

  it('is asked at once by whoever hears a hint, and waits on where the hint was early or forged', async () => {
    grantsOnDay(2.5);
    const { runner } = process('one');
    runner.run();
    await harness.during(start(runner));
    await harness.pass(1_000);
    await harness.during(runner.wake('saga-1', 'seat'));
    await harness.during(runner.wake('nobody'));
    expect(asked()).toBe(1);
    await harness.during(Promise.all([runner.wake('saga-1'), runner.wake('saga-1')]));
    await harness.pass(1_000);
    expect((await harness.saga()).steps[0]).toMatchObject({ status: 'WAITING' });
    expect(asked()).toBe(2);
    await harness.pass(2.6 * DAY);
    await harness.during(runner.wake('saga-1'));
    await harness.reaches('COMPLETED');
    expect(daysPassed()).toBeLessThan(2.7);
    await expectDone();
  });
});

describe('a saga that waits while its version', () => {
  it('gets a successor goes on as its own', async () => {
    const [visa, , confirm] = journey.steps;
    const newer: SagaDefinition = { ...journey, version: 3, steps: [visa!, confirm!] };
    grantsOnDay(29);
    const first = process('one');
    await harness.during(start(first.runner));
    await harness.pass(10 * DAY);
    first.kill();
    process('two', { definitions: [newer, journey] }).runner.run();
    await harness.reaches('COMPLETED');
    await expectDone();
  });

  it('is gone is STUCK, and still waits when it is back', async () => {
    const newer: SagaDefinition = { ...journey, version: 3, steps: journey.steps.slice(0, 1) };
    grantsOnDay(29);
    const first = process('one');
    await harness.during(start(first.runner));
    await harness.pass(1_000);
    first.kill();
    const without = process('two', { definitions: [newer] });
    without.runner.run();
    await harness.reaches('STUCK');
    expect(asked()).toBe(1);
    without.kill();
    process('three').runner.run();
    await harness.reaches('COMPLETED');
    await expectDone();
  });
});

const OF_THE_WAIT = /visa|released|claimed/;

/** The boundaries that a saga passes because it waits, and how often each. */
const boundaries = async (granted: number): Promise<ReadonlyMap<string, number>> => {
  harness = await Harness.open();
  grantsOnDay(granted);
  const names: string[] = [];
  const { runner } = process('one', { failpoint: (name) => void names.push(name) });
  runner.run();
  await harness.during(start(runner));
  await harness.until(async () => hasEnded(await harness.saga()));
  await harness.close();
  const times = new Map<string, number>();
  for (const name of names.filter((each) => OF_THE_WAIT.test(each)))
    times.set(name, (times.get(name) ?? 0) + 1);
  return times;
};

/** Kills the coordinator when it passes a boundary for that time, and has another one end the saga. */
const dieAt = async (granted: number, boundary: string, time: number): Promise<void> => {
  harness = await Harness.open();
  grantsOnDay(granted);
  let [passed, isDead] = [0, false];
  const first = process('one', {
    failpoint: (name) => {
      if (name === boundary) passed += 1;
      if (passed !== time) return undefined;
      first.kill();
      isDead = true;
      return new Promise(() => undefined);
    },
  });
  first.runner.run();
  void start(first.runner);
  await harness.until(() => Promise.resolve(isDead));
  const { runner } = process('two');
  runner.run();
  if ((await harness.store.get('saga-1')) === undefined) await harness.during(start(runner));
  await harness.until(async () => hasEnded(await harness.saga()));
  await (granted <= 30 ? expectDone() : expectUndone('WAIT_EXPIRED'));
  expect(Math.floor(daysPassed())).toBe(Math.min(granted, 30));
  await harness.close();
};

describe('a saga that waits for 30 days and whose coordinator dies at any moment', () => {
  it.each([
    ['is done by another one with what comes on day 29', 29],
    ['is undone by another one when nothing comes', Infinity],
  ])('%s', async (_end, granted) => {
    await harness.close();
    const wrong: object[] = [];
    for (const [boundary, times] of await boundaries(granted))
      for (const time of new Set([1, Math.ceil(times / 2), times]))
        await dieAt(granted, boundary, time).catch((error: unknown) => {
          wrong.push({ boundary, time, reason: String(error) });
        });
    harness = await Harness.open();
    expect(wrong).toEqual([]);
  });
});
