import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepUnderWay } from '../src/core/next-call.ts';
import { RECORDED_ATTEMPTS } from '../src/core/attempts.ts';
import { waivedSteps, type SagaState } from '../src/core/state.ts';
import { trip } from '../src/testing/trip.ts';
import type { Mood, Temper } from '../src/testing/participants.ts';
import { World } from './support/world.ts';

const forward = trip.steps.map(({ name }) => name);
const undoable = trip.steps.filter(({ kind }) => kind === 'COMPENSATABLE').map(({ name }) => name);
const final = trip.steps.filter(({ kind }) => kind !== 'COMPENSATABLE').map(({ name }) => name);
const after = (trip.afterCompensation ?? []).map(({ name }) => name);

const moods: readonly Mood[] = ['works', 'works', 'fails', 'loses-reply'];

/** An incident; what exactly happens depends on the state that it finds. */
type Incident = readonly [kind: number, pick: number, mood: number];

const all = [...forward, ...after];

const kinds = [
  'pause',
  'resume',
  'retry',
  'resolve',
  'waive',
  'compensate',
  'pause',
  'resolve',
  'waive',
] as const;

const command = (world: World, pick: number, mood: number): void => {
  const underWay = mood % 4 === 0 ? undefined : stepUnderWay(world.stored.saga);
  const step = underWay?.name ?? all[mood % all.length] ?? '';
  const kind = kinds[pick % kinds.length] ?? 'retry';
  if (kind === 'resolve') world.resolve(step);
  else if (kind === 'waive') world.command({ kind, step });
  else world.command({ kind });
};

const happen = (world: World, [kind, pick, mood]: Incident): void => {
  const who = pick % world.minds.length;
  const message = world.network.length === 0 ? 0 : pick % world.network.length;
  const chosen = moods[mood % moods.length] ?? 'works';
  switch (kind) {
    case -1:
      command(world, pick, mood);
      break;
    case -2:
      world.hear(who);
      break;
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

/** Incidents of which one in `oneIn` is an operator's command, or a coordinator's hearing of one. */
const commanded = (oneIn: number): fc.Arbitrary<Incident> =>
  fc.oneof(
    { weight: oneIn - 1, arbitrary: incident },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(-1, -1, -2), fc.nat(20), fc.nat(20)) },
  );

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

/** Checks what must hold of the saga at every moment. */
const checkMoment = (world: World, before: SagaState): void => {
  const { saga } = world.stored;
  if (saga === before) return;
  expect(saga.log.map(({ sequence }) => sequence)).toEqual(saga.log.map((_, index) => index + 1));
  expect(saga.log.slice(0, before.log.length)).toEqual(before.log);
  const steps = forward.length + undoable.length + after.length;
  expect(saga.log.length).toBeLessThan(2 * steps * (RECORDED_ATTEMPTS + 4) + world.commanded);
};

/** Checks what must hold of the participants at every moment. */
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

/** Checks by the participants' effects that the saga is done completely or not at all. */
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
    const waived = waivedSteps(saga);
    for (const step of forward.filter((each) => !waived.includes(each))) expect(net(world, step)).toBe(0);
    if (waived.length > 0) expect(saga.log.at(-1)).toMatchObject({ code: 'WAIVED' });
    expect(saga.steps.map(({ status }) => status)).not.toContain('STUCK');
    expect(saga.failure).toBeDefined();
  }
  // Only an operation that is broken for good, or refused when nothing can be undone any more, keeps a saga from its
  // end.
  if (broken.length === 0 && !rejecting.includes('ticket')) expect(saga.status).not.toBe('STUCK');
};

const go = (world: World, incidents: readonly Incident[]): void => {
  for (const each of incidents) {
    const before = world.stored.saga;
    const effects = world.participants.effects.length;
    happen(world, each);
    checkMoment(world, before);
    if (world.participants.effects.length > effects) checkEffects(world);
  }
};

const settle = (world: World, given: Temper): void => {
  const before = world.stored.saga;
  const late = [...world.network];
  world.settle();
  checkMoment(world, before);
  checkEnd(world, given);
  // Messages that were sent long ago may still arrive, and must change nothing.
  world.network.push(...late, ...late);
  while (world.network.length > 0) world.deliver(0, 'works', false);
  checkEnd(world, given);
};

/** Participants that leave a saga stuck at its pivot, after it, or during its compensation. */
const stuck = fc.constantFrom<Temper>(
  { rejecting: [], broken: ['confirm:invoke'] },
  { rejecting: [], broken: ['ticket:invoke'] },
  { rejecting: ['confirm'], broken: ['flight:compensate'] },
);

/** Incidents with operators' commands, then more commands once the saga has ended or is stuck. */
const steered = fc.oneof(
  fc.tuple(
    temper,
    fc.array(commanded(10), { maxLength: 120, size: 'max' }),
    fc.array(commanded(2), { maxLength: 30, size: 'max' }),
    fc.constant(false),
  ),
  fc.tuple(
    stuck,
    fc.constant([]),
    fc.array(commanded(2), { minLength: 10, maxLength: 60, size: 'max' }),
    fc.boolean(),
  ),
);

type Steered = readonly [Temper, readonly Incident[], readonly Incident[], heals: boolean];

const steer = ([given, incidents, afterwards, heals]: Steered): World => {
  const world = new World(given);
  go(world, incidents);
  settle(world, given);
  if (heals) world.participants.temper = { ...given, broken: [] };
  go(world, afterwards);
  settle(world, world.participants.temper);
  return world;
};

describe('any schedule of crashes, take-overs, lost, doubled and late messages', () => {
  it('ends completely done, completely undone, or stuck on what is broken', () => {
    fc.assert(
      fc.property(temper, fc.array(incident, { maxLength: 120, size: 'max' }), (given, incidents) => {
        const world = new World(given);
        go(world, incidents);
        settle(world, given);
      }),
      { numRuns: 1_000 },
    );
  });

  it('does so too where operators give commands at any moment', () => {
    fc.assert(
      fc.property(steered, (given) => {
        steer(given);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reaches every end', () => {
    const ends = fc
      .sample(fc.tuple(temper, fc.array(incident, { maxLength: 120, size: 'max' })), {
        numRuns: 200,
        seed: 1,
      })
      .map(([given, incidents]) => {
        const world = new World(given);
        for (const each of incidents) happen(world, each);
        world.settle();
        return world.stored.saga.status;
      });
    expect(new Set(ends)).toEqual(new Set(['COMPLETED', 'COMPENSATED', 'STUCK']));
  });

  it('has commands of every kind accepted, and every kind of resolution', () => {
    const told = fc
      .sample(steered, { numRuns: 400, seed: 1 })
      .flatMap((given) => steer(given).stored.saga.log)
      .map(({ type, step = '', code = '' }) => (type === 'STEP_RESOLVED' ? `${type} ${step} ${code}` : type));
    const simple = ['SAGA_PAUSED', 'SAGA_RESUMED', 'OPERATOR_RETRIED', 'OPERATOR_COMPENSATED', 'STEP_WAIVED'];
    const resolutions = ['hotel', 'confirm'].flatMap((step) => [
      `STEP_RESOLVED ${step} SUCCEEDED`,
      `STEP_RESOLVED ${step} REJECTED`,
    ]);
    for (const each of [...simple, ...resolutions]) expect(told).toContain(each);
  });
});
