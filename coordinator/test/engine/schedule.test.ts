import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RECORDED_ATTEMPTS } from '../../src/engine/core/decide.ts';
import type { SagaState } from '../../src/engine/core/state.ts';
import { trip } from './support/trip.ts';
import type { Mood, Temper } from './support/participants.ts';
import { World } from './support/world.ts';

const forward = trip.steps.map(({ name }) => name);
const undoable = trip.steps.filter(({ kind }) => kind === 'COMPENSATABLE').map(({ name }) => name);
const final = trip.steps.filter(({ kind }) => kind !== 'COMPENSATABLE').map(({ name }) => name);
const after = (trip.afterCompensation ?? []).map(({ name }) => name);

const moods: readonly Mood[] = ['works', 'works', 'fails', 'loses-reply'];

/** One thing that happens; which one depends on the state it finds. */
type Incident = readonly [kind: number, pick: number, mood: number];

const happen = (world: World, [kind, pick, mood]: Incident): void => {
  const who = pick % world.minds.length;
  const message = world.network.length === 0 ? 0 : pick % world.network.length;
  const chosen = moods[mood % moods.length] ?? 'works';
  switch (kind) {
    case 0:
      world.crash(who);
      break;
    case 1:
      world.release(who);
      break;
    case 2:
      world.drop(message);
      break;
    case 3:
      world.deliver(message, chosen, true);
      break;
    case 4:
      world.now += [1, 100, 6_000, 20_000, 130_000][mood % 5] ?? 0;
      break;
    case 5:
    case 6:
    case 7:
      world.deliver(message, chosen, false);
      break;
    default:
      world.act(who);
  }
};

const incident: fc.Arbitrary<Incident> = fc.tuple(fc.nat(11), fc.nat(20), fc.nat(20));

const temper: fc.Arbitrary<Temper> = fc.record({
  rejecting: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.constantFrom(...forward).map((step) => [step]) },
  ),
  broken: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc.subarray([
        ...[...forward, ...after].map((step) => `${step}:invoke`),
        ...undoable.map((step) => `${step}:compensate`),
      ]),
    },
  ),
});

const net = ({ participants }: World, step: string): number =>
  participants.times(step, true) - participants.times(step, false);

/** What must hold at every moment. */
const checkMoment = (world: World, before: SagaState): void => {
  const { saga } = world.stored;
  if (saga === before) return;
  expect(saga.log.map(({ sequence }) => sequence)).toEqual(saga.log.map((_, index) => index + 1));
  expect(saga.log.slice(0, before.log.length)).toEqual(before.log);
  const steps = forward.length + undoable.length + after.length;
  expect(saga.log.length).toBeLessThan(2 * steps * (RECORDED_ATTEMPTS + 4));
};

/** What must hold of the participants at every moment. */
const checkEffects = ({ participants }: World): void => {
  const twice = [...forward, ...after].filter((step) => participants.times(step, true) > 1);
  const undoneTwice = undoable.filter(
    (step) => participants.times(step, false) > participants.times(step, true),
  );
  // Once the pivot is done, nothing is ever undone.
  const over = final.some((step) => participants.times(step, true) > 0);
  const undoneLate = over ? undoable.filter((step) => participants.times(step, false) > 0) : [];
  expect({ twice, undoneTwice, undoneLate }).toEqual({ twice: [], undoneTwice: [], undoneLate: [] });
};

const reverseOrder = ({ log }: SagaState): void => {
  const begun = log.filter(({ type }) => type === 'STEP_STARTED').map(({ step }) => step);
  const undone = log.filter(({ type }) => type === 'STEP_COMPENSATING').map(({ step }) => step);
  expect(undone).toEqual(begun.filter((step) => undone.includes(step)).reverse());
};

/** All or nothing, by what the participants have done. */
const checkEnd = (world: World, { rejecting, broken }: Temper): void => {
  const { saga } = world.stored;
  checkEffects(world);
  reverseOrder(saga);
  expect(['COMPLETED', 'COMPENSATED', 'STUCK']).toContain(saga.status);
  if (saga.status === 'COMPLETED') {
    for (const step of forward.filter((each) => each !== 'letter')) expect(net(world, step)).toBe(1);
    expect(saga.failure).toBeUndefined();
  }
  if (saga.status === 'COMPENSATED') {
    for (const step of forward) expect(net(world, step)).toBe(0);
    expect(saga.steps.map(({ status }) => status)).not.toContain('STUCK');
    expect(saga.failure).toBeDefined();
  }
  // Only what is broken for ever, or refused where nothing can be undone any more, keeps a saga from its end.
  if (broken.length === 0 && !rejecting.includes('ticket')) expect(saga.status).not.toBe('STUCK');
};

describe('any schedule of crashes, take-overs, lost, doubled and late messages', () => {
  it('ends completely done, completely undone, or stuck on what is broken', () => {
    fc.assert(
      fc.property(temper, fc.array(incident, { maxLength: 120 }), (given, incidents) => {
        const world = new World(given);
        for (const each of incidents) {
          const before = world.stored.saga;
          const effects = world.participants.effects.length;
          happen(world, each);
          checkMoment(world, before);
          if (world.participants.effects.length > effects) checkEffects(world);
        }
        const before = world.stored.saga;
        const late = [...world.network];
        world.settle();
        checkMoment(world, before);
        checkEnd(world, given);
        // What was sent long ago may still arrive, and must change nothing.
        world.network.push(...late, ...late);
        while (world.network.length > 0) world.deliver(0, 'works', false);
        checkEnd(world, given);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reaches every end', () => {
    const ends = fc
      .sample(fc.tuple(temper, fc.array(incident, { maxLength: 120 })), { numRuns: 200, seed: 1 })
      .map(([given, incidents]) => {
        const world = new World(given);
        for (const each of incidents) happen(world, each);
        world.settle();
        return world.stored.saga.status;
      });
    expect(new Set(ends)).toEqual(new Set(['COMPLETED', 'COMPENSATED', 'STUCK']));
  });
});
