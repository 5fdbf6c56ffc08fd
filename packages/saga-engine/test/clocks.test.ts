import { afterEach, describe, expect, it } from '@jest/globals';
import { Harness } from '../src/testing/harness.ts';
import { tripConfig } from '../src/testing/trip.ts';

const DAY_MS = 86_400_000;
const { leaseMs, probeIntervalMs, persistentRetry } = tripConfig;

let harness: Harness;

afterEach(() => harness.close());

const open = async (options?: { readonly exclusive: boolean }): Promise<Harness> =>
  (harness = await Harness.open(options));

const start = (id: string) => {
  const process = harness.process({ id });
  process.runner.run();
  return process;
};

const stuck = async (): Promise<void> => {
  harness.participants.temper = { rejecting: [], broken: ['ticket:invoke'] };
  await harness.start(start('one').runner);
  await harness.reaches('STUCK');
  harness.participants.temper = { rejecting: [], broken: [] };
};

/** The time until the saga is COMPLETED, in ms. */
const completion = async (): Promise<number> => {
  const before = harness.elapsed;
  await harness.reaches('COMPLETED');
  return harness.elapsed - before;
};

describe('a coordinator whose clock is set back by a day', () => {
  it('probes what is STUCK as if nothing had happened', async () => {
    await open();
    await stuck();
    harness.clock.jump(-DAY_MS);
    expect(await completion()).toBeLessThan(probeIntervalMs + 4 * leaseMs);
  });

  it('makes the next attempt when its wait is over', async () => {
    await open();
    harness.script('hotel', 'invoke', 'fails');
    const { runner } = start('one');
    await harness.start(runner);
    await harness.until(async () => (await harness.saga()).steps[0]?.nextAttemptAt !== undefined);
    harness.clock.jump(-DAY_MS);
    expect(await completion()).toBeLessThan(leaseMs);
  });

  it('leaves a saga whose lease is over by its stopwatch to whoever claims it', async () => {
    await open();
    harness.script('hotel', 'invoke', 'hangs');
    const one = start('one');
    await harness.start(one.runner);
    await harness.until(() => Promise.resolve(harness.sent.length === 1));
    one.kill();
    harness.clock.jump(-DAY_MS);
    start('two');
    expect(await completion()).toBeLessThan(4 * leaseMs);
    expect((await harness.saga()).epoch).toBeGreaterThan(1);
  });
});

describe.each([
  ['alone on its store', true],
  ['beside others', false],
])('a coordinator %s that starts with a clock a day behind', (_, exclusive) => {
  it.each<[string, () => Promise<void>]>([
    ['is STUCK', stuck],
    [
      'waits for its next attempt',
      async () => {
        harness.script('hotel', 'invoke', { kind: 'error', message: 'Later.', retryAfterMs: leaseMs * 2 });
        await harness.start(start('one').runner);
        await harness.until(async () => (await harness.saga()).holder === undefined);
      },
    ],
    [
      'was owned by one that is dead',
      async () => {
        harness.script('hotel', 'invoke', 'hangs');
        await harness.start(start('one').runner);
        await harness.until(() => Promise.resolve(harness.sent.length === 1));
      },
    ],
  ])('goes on with a saga that %s', async (_name, prepare) => {
    await open({ exclusive });
    await prepare();
    harness.killAll();
    harness.clock.jump(-DAY_MS);
    start('two');
    expect(await completion()).toBeLessThan(probeIntervalMs + 6 * leaseMs + persistentRetry.capMs);
  });
});

describe('a coordinator that starts with a clock a day behind', () => {
  it('gives a saga no more time than its deadline allows', async () => {
    await open();
    harness.script('hotel', 'invoke', 'hangs');
    await harness.start(start('one').runner);
    await harness.until(() => Promise.resolve(harness.sent.length === 1));
    harness.killAll();
    harness.clock.jump(-DAY_MS);
    harness.participants.temper = { rejecting: [], broken: ['hotel:invoke'] };
    start('two');
    const { deadline } = await harness.reaches('COMPENSATED');
    expect(Date.parse(deadline)).toBeLessThanOrEqual(harness.clock.now() + tripConfig.sagaDeadlineMs);
  });

  it('lets an operator resolve what was paused at an instant that has not come', async () => {
    await open();
    harness.script('confirm', 'invoke', ...Array.from({ length: 99 }, () => 'loses-reply' as const));
    const { runner } = start('one');
    await harness.start(runner);
    await harness.until(async () => (await harness.saga()).steps[2]?.status === 'UNKNOWN');
    const order = { actor: 'operator', reason: 'because' };
    await harness.during(runner.command('saga-1', { kind: 'pause', ...order }));
    harness.clock.jump(-DAY_MS);
    const resolve = () =>
      harness.during(
        runner.command('saga-1', { kind: 'resolve', step: 'confirm', outcome: 'REJECTED', ...order }),
      );
    expect((await resolve()).kind).toBe('refused');
    await harness.pass(leaseMs);
    expect((await resolve()).kind).toBe('done');
  });
});

describe('a subgraph whose clock is', () => {
  it.each([
    ['10 s ahead', 10_000],
    ['a day ahead', DAY_MS],
    ['10 s behind', -10_000],
  ])('%s takes part in sagas as any other', async (_, skewMs) => {
    await open();
    harness.participantsAheadMs = skewMs;
    await harness.start(start('one').runner);
    await harness.reaches('COMPLETED');
    const { log } = await harness.saga();
    expect(log.filter(({ type }) => type === 'STEP_RETRYING' || type === 'STEP_UNKNOWN')).toEqual([]);
  });

  it('behind does not take a step later than the coordinator allows', async () => {
    await open();
    harness.participantsAheadMs = -10_000;
    await harness.start(start('one').runner);
    await harness.reaches('COMPLETED');
    // Nothing is known of a clock before its first answer.
    const known = harness.deadlines.filter(
      ({ subgraph }, index, all) => all.findIndex((each) => each.subgraph === subgraph) < index,
    );
    expect(known.map(({ leftMs }) => leftMs)).toEqual(known.map(() => tripConfig.attemptTimeoutMs));
  });
});
