import { describe, expect, it } from '@jest/globals';
import { hasEnded } from '../src/index.ts';
import { Harness, requestOf } from '../src/testing/harness.ts';
import type { Temper } from '../src/testing/participants.ts';
import { trip } from '../src/testing/trip.ts';

interface Scenario {
  readonly temper: Temper;
  readonly prepare?: (harness: Harness) => void;
  readonly status: 'COMPLETED' | 'COMPENSATED';
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'goes well': { temper: { rejecting: [], broken: [] }, status: 'COMPLETED' },
  'is rejected by its pivot': { temper: { rejecting: ['confirm'], broken: [] }, status: 'COMPENSATED' },
  'loses the answers of a step': {
    temper: { rejecting: [], broken: [] },
    prepare: (harness) => {
      harness.script('flight', 'invoke', ...Array.from({ length: 9 }, () => 'loses-reply' as const));
    },
    status: 'COMPENSATED',
  },
};

const set = async ({ temper, prepare }: Scenario, exclusive: boolean): Promise<Harness> => {
  const harness = await Harness.open({ exclusive });
  harness.participants.temper = temper;
  prepare?.(harness);
  return harness;
};

/** The boundaries that a saga passes, each once, in order. */
const boundaries = async (scenario: Scenario): Promise<string[]> => {
  const harness = await set(scenario, false);
  const names: string[] = [];
  const { runner } = harness.process({ id: 'one', failpoint: (name) => void names.push(name) });
  runner.run();
  await harness.start(runner);
  await harness.reaches(scenario.status);
  await harness.close();
  return [...new Set(names)];
};

/** Kills the only coordinator at a boundary, and lets another one finish the saga. */
const dieAt = async (scenario: Scenario, boundary: string, exclusive: boolean): Promise<void> => {
  const harness = await set(scenario, exclusive);
  let die = (): void => undefined;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const first = harness.process({
    id: 'one',
    failpoint: (name) => {
      if (name !== boundary) return undefined;
      first.kill();
      die();
      return new Promise(() => undefined);
    },
  });
  first.runner.run();
  void first.runner.startSaga(requestOf());
  await harness.during(died);
  const before = harness.elapsed;
  const second = harness.process({ id: 'two' });
  second.runner.run();
  const stored = await harness.store.get('saga-1');
  // A saga that was never stored was never accepted, so the client repeats its request.
  if (stored === undefined) await harness.start(second.runner);
  await harness.until(async () => hasEnded(await harness.saga()));
  if (exclusive && scenario.prepare === undefined) expect(harness.elapsed).toBe(before);
  await checkEnd(harness, scenario);
  await harness.close();
};

const checkEnd = async (harness: Harness, { status }: Scenario): Promise<void> => {
  const saga = await harness.saga();
  expect(saga.status).toBe(status);
  expect(saga.log.map(({ sequence }) => sequence)).toEqual(saga.log.map((_, index) => index + 1));
  const done = trip.steps.map(({ name }) => harness.participants.times(name, true));
  const undone = trip.steps.map(({ name }) => harness.participants.times(name, false));
  if (status === 'COMPLETED') {
    expect(done).toEqual(trip.steps.map(() => 1));
    expect(undone).toEqual(trip.steps.map(() => 0));
  } else {
    expect(undone).toEqual(done);
    expect(Math.max(...done)).toBe(1);
    expect(harness.participants.times('regret', true)).toBe(1);
  }
};

describe('the boundaries of a saga that goes well', () => {
  it('are those that are documented', async () => {
    const steps = trip.steps.flatMap(({ name }) => [
      `after-commit:${name}:STEP_STARTED`,
      `before-send:${name}:invoke`,
      `after-send:${name}:invoke`,
      `after-commit:${name}:STEP_SUCCEEDED`,
    ]);
    expect(await boundaries(scenarios['goes well']!)).toEqual([
      'before-create',
      'created',
      'after-commit:saga:SAGA_STARTED',
      ...steps,
      'after-commit:saga:SAGA_COMPLETED',
    ]);
  });
});

describe.each(Object.entries(scenarios))('a saga that %s', (_, scenario) => {
  it.each([
    ['another coordinator takes over', false],
    ['the only one is started again, and goes on at once', true],
  ])('ends the same when its coordinator dies at any boundary and %s', async (__, exclusive) => {
    const names = await boundaries(scenario);
    expect(names.length).toBeGreaterThan(20);
    const ends = await Promise.allSettled(names.map((name) => dieAt(scenario, name, exclusive)));
    const wrong = ends.flatMap((end, index) =>
      end.status === 'rejected' ? [{ boundary: names[index], reason: String(end.reason) }] : [],
    );
    expect(wrong).toEqual([]);
  });
});
