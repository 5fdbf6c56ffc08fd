import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Harness, requestOf } from '../src/testing/harness.ts';
import { journey, VISA_MS, waitingAnswer } from '../src/testing/journey.ts';
import { labelOf } from '../src/core/state.ts';
import { definitionHash, type SagaDefinition } from '../src/index.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.open();
});
afterEach(async () => {
  await harness.close();
});

const legs = (...codes: readonly string[]) => codes.map((code) => ({ code }));

const begin = (codes: readonly string[] | object[], id = 'one', trip = 't1', config = {}) => {
  const process = harness.process({ id, definitions: [journey], config });
  const list = codes.map((code) => (typeof code === 'string' ? { code } : code)) as { code: string }[];
  const input = { trip, legs: list };
  const { runner } = process;
  const kill = (): void => {
    process.kill();
  };
  return { kill, runner, started: harness.during(runner.startSaga({ ...requestOf(), input })) };
};
const sent = (operation: string, step: string): string[] =>
  harness.sent
    .filter((each) => each.step === step && each.operation === operation)
    .map((each) => labelOf(each));

describe('a step that is done once per item', () => {
  it('has an instance for each, with its own key, and later steps have a list of what they answered', async () => {
    await begin(['A', 'B', 'C'], 'one', 'first class').started;
    const saga = await harness.reaches('COMPLETED');
    expect(sent('invoke', 'seat')).toEqual(['seat:A', 'seat:B', 'seat:C']);
    expect(saga.steps.filter(({ name }) => name === 'seat')).toMatchObject(
      ['A', 'B', 'C'].map((item) => ({ item, status: 'SUCCEEDED', output: { id: `seat:${item}-1` } })),
    );
    expect(sent('invoke', 'ticket')).toHaveLength(3);
    expect(saga.steps.find(({ name }) => name === 'lounge')?.status).toBe('SUCCEEDED');
  });

  it('is skipped where its condition does not hold, or its list is empty', async () => {
    await begin([]).started;
    const saga = await harness.reaches('COMPLETED');
    expect(saga.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
      ...['visa SUCCEEDED', 'seat SKIPPED', 'confirm SUCCEEDED', 'lounge SKIPPED', 'ticket SKIPPED'],
    ]);
  });

  it('has as many under way at once as the definition allows', async () => {
    harness.latencyMs = 100;
    await begin(['A', 'B', 'C', 'D']).started;
    await harness.reaches('COMPLETED');
    const at = harness.sent.filter(({ step }) => step === 'seat').map((each) => each.at);
    expect(at).toEqual([100, 100, 200, 200]);
  });

  it('undoes the instances that were done, and those that may be, where one is refused', async () => {
    harness.participants.temper = { rejecting: ['seat:C'], broken: [] };
    await begin(['A', 'B', 'C', 'D', 'E']).started;
    const saga = await harness.reaches('COMPENSATED');
    expect(saga.failure).toMatchObject({ step: 'seat', item: 'C', code: 'FULL' });
    const open = harness.participants.effects.reduce((count, { done }) => count + (done ? 1 : -1), 0);
    expect(open).toBe(0);
    expect(saga.steps.find(({ item }) => item === 'C')?.status).toBe('REJECTED');
    expect(sent('compensate', 'seat')).not.toContain('seat:C');
  });

  it('undoes an instance whose answer was lost', async () => {
    harness.participants.temper = { rejecting: ['seat:B'], broken: [] };
    harness.script('seat:A', 'invoke', 'loses-reply');
    await begin(['A', 'B']).started;
    const saga = await harness.reaches('COMPENSATED');
    expect(saga.steps.find(({ item }) => item === 'A')?.status).toBe('COMPENSATED');
    expect(harness.participants.times('seat', true)).toBe(harness.participants.times('seat', false));
  });

  it.each([
    ['too many items', legs('A', 'B', 'C', 'D', 'E', 'F')],
    ['two items of one key', legs('A', 'A')],
    ['an empty key', legs('')],
    ['a key that is too long', legs('x'.repeat(101))],
  ])('fails the saga before anything of it is sent where there are %s', async (_what, list) => {
    await begin(list).started;
    const saga = await harness.reaches('COMPENSATED');
    expect(saga.failure).toMatchObject({ step: 'seat', code: 'FAN_OUT_INVALID' });
    expect(sent('invoke', 'seat')).toEqual([]);
  });

  it('goes on after the death of its coordinator at any moment, and each instance is done once', async () => {
    for (let crash = 0; crash < 40; crash += 4) {
      await harness.close();
      harness = await Harness.open();
      harness.latencyMs = 10;
      const { kill, started } = begin(['A', 'B', 'C']);
      await started;
      await harness.pass(crash);
      kill();
      harness.process({ id: 'two', definitions: [journey] }).runner.run();
      await harness.reaches('COMPLETED');
      for (const step of ['seat', 'ticket']) expect(harness.participants.times(step, true)).toBe(3);
    }
  });
});

describe('a saga that waits', () => {
  const day = 24 * 3_600_000;
  const at = (ms: number): string => new Date(harness.clock.now() + ms).toISOString();

  it('is let go, is asked for 29 days over take-overs, and completes', async () => {
    harness.script(
      'visa',
      'invoke',
      ...Array.from({ length: 29 }, (_, n) => waitingAnswer(at((n + 1) * day), at(30 * day))),
    );
    const { kill, started } = begin(['A']);
    await started;
    await harness.pass(1_000);
    const waiting = await harness.saga();
    expect(waiting).toMatchObject({
      status: 'RUNNING',
      waiting: true,
      steps: [{ status: 'WAITING' }, {}, {}, {}, {}],
    });
    expect([waiting.holder, waiting.dueAt]).toEqual([undefined, waiting.steps[0]!.nextAttemptAt]);
    kill();
    harness.process({ id: 'two', definitions: [journey], config: { pollMs: day / 24 } }).runner.run();
    const ended = await harness.reaches('COMPLETED');
    expect(sent('invoke', 'visa')).toHaveLength(30);
    expect(ended.log.length).toBeLessThan(20);
    expect(ended.waiting).toBeUndefined();
  });

  it('is neither asked nor given up while it is paused, and once more when it goes on', async () => {
    harness.script('visa', 'invoke', waitingAnswer(at(day), at(20 * day)));
    const { started, runner } = begin(['A'], 'one', 't1', { pollMs: day / 24 });
    await started;
    runner.run();
    await harness.pass(1_000);
    const why = { actor: 'an operator', reason: 'to look' };
    await harness.during(runner.command('saga-1', { kind: 'pause', ...why }));
    await harness.pass(10 * day);
    expect(sent('invoke', 'visa')).toHaveLength(1);
    expect((await harness.saga()).steps[0]).toMatchObject({ status: 'WAITING' });
    await harness.during(runner.command('saga-1', { kind: 'resume', ...why }));
    await harness.reaches('COMPLETED');
    expect(sent('invoke', 'visa')).toHaveLength(2);
  });

  it('goes on as its own version where a newer one is deployed during the wait', async () => {
    const [visa, , confirm] = journey.steps;
    const newer: SagaDefinition = { ...journey, version: 3, steps: [visa!, confirm!] };
    harness.script('visa', 'invoke', waitingAnswer(at(day), at(VISA_MS)));
    const { kill, started } = begin(['A', 'B']);
    await started;
    await harness.pass(1_000);
    kill();
    const config = { pollMs: day / 24 };
    const { runner } = harness.process({ id: 'two', definitions: [newer, journey], config });
    runner.run();
    const ended = await harness.reaches('COMPLETED');
    expect(ended.definitionHash).toBe(definitionHash(journey));
    expect(sent('invoke', 'seat')).toEqual(['seat:A', 'seat:B']);
  });

  it('is STUCK where its version is gone, and still waits when it is back', async () => {
    const newer: SagaDefinition = { ...journey, version: 3, steps: journey.steps.slice(0, 1) };
    harness.script('visa', 'invoke', waitingAnswer(at(day), at(VISA_MS)));
    const { kill, started } = begin(['A']);
    await started;
    await harness.pass(1_000);
    kill();
    const config = { pollMs: day / 24 };
    const without = harness.process({ id: 'two', definitions: [newer], config });
    without.runner.run();
    await harness.reaches('STUCK');
    expect(sent('invoke', 'visa')).toHaveLength(1);
    without.kill();
    harness.process({ id: 'three', definitions: [journey], config }).runner.run();
    await harness.reaches('COMPLETED');
    expect(sent('invoke', 'visa')).toHaveLength(2);
  });

  it('is asked at once by whoever hears a hint', async () => {
    harness.script('visa', 'invoke', waitingAnswer(at(20 * day), at(VISA_MS)));
    const { started, runner } = begin(['A']);
    await started;
    await harness.pass(1_000);
    runner.run();
    await harness.during(runner.wake('saga-1', 'seat'));
    await harness.during(runner.wake('nobody'));
    expect(sent('invoke', 'visa')).toHaveLength(1);
    await harness.during(runner.wake('saga-1'));
    await harness.reaches('COMPLETED');
    expect(harness.elapsed).toBeLessThan(60_000);
  });

  it('is undone where the wait is over, and never done by a success that comes then', async () => {
    harness.script('visa', 'invoke', waitingAnswer(at(day), at(day)));
    const { started, runner } = begin(['A'], 'one', 't1', { pollMs: day / 24 });
    await started;
    runner.run();
    const saga = await harness.reaches('COMPENSATED');
    expect(saga.failure).toMatchObject({ step: 'visa', code: 'WAIT_EXPIRED' });
    expect(sent('compensate', 'visa')).toHaveLength(1);
    expect(harness.participants.times('visa', true)).toBe(0);
  });
});
