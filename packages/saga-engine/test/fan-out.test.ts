import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Harness, requestOf } from '../src/testing/harness.ts';
import { journey } from '../src/testing/journey.ts';
import { labelOf } from '../src/core/state.ts';

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
