import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { DocumentStore } from '@counterstep/document-store';
import { definitionHash, failureOf, type SagaDefinition } from '../../src/index.ts';
import { Restarts } from './restarts.ts';
import { trip } from '../../src/testing/trip.ts';

const [hotel, flight, confirm, , letter] = trip.steps;

/** Another version of the trip: by train, without a ticket, and with no step after compensation. */
export const byTrain: SagaDefinition = {
  ...trip,
  version: 2,
  steps: [hotel!, { ...flight!, name: 'train', subgraph: 'trains' }, confirm!, letter!],
  afterCompensation: [],
};

const stepsOf = ({ steps }: SagaDefinition): readonly string[] => steps.map(({ name }) => name);

/** Tests what must hold of sagas and the versions of their definitions on any store, across restarts. */
export const versionsHold = (open: () => Promise<DocumentStore>): void => {
  let lives: Restarts;

  beforeEach(() => {
    lives = new Restarts(open);
  });

  afterEach(() => lives.end());

  /** Begins a saga of each version, held in its second step, and ends the process. */
  const beginBoth = async (): Promise<void> => {
    lives.held.add('flight:invoke').add('train:invoke');
    await lives.restart(trip);
    await lives.start('old');
    await lives.sentTimes('old flight invoke', 1);
    await lives.restart(trip, byTrain);
    await lives.start('new');
    await lives.sentTimes('new train invoke', 1);
    await lives.sentTimes('old flight invoke', 2);
    await lives.end();
    lives.held.clear();
  };

  it.each([
    ['the old one first', [trip, byTrain]],
    ['the new one first', [byTrain, trip]],
  ])('two versions run side by side over restarts, each saga on its own (%s)', async (_, definitions) => {
    await beginBoth();
    await lives.restart(...definitions);
    const old = await lives.reaches('old', 'COMPLETED');
    const next = await lives.reaches('new', 'COMPLETED');
    expect([old.definitionHash, next.definitionHash]).toEqual([
      definitionHash(trip),
      definitionHash(byTrain),
    ]);
    expect(lives.effects('old')).toEqual(stepsOf(trip));
    expect(lives.effects('new')).toEqual(stepsOf(byTrain));
  });

  it('each is undone by its own compensations', async () => {
    await beginBoth();
    lives.participants.temper = { rejecting: ['confirm'], broken: [] };
    await lives.restart(trip, byTrain);
    await lives.reaches('old', 'COMPENSATED');
    await lives.reaches('new', 'COMPENSATED');
    expect(lives.effects('old')).toEqual(['hotel', 'flight', '-flight', '-hotel', 'regret']);
    expect(lives.effects('new')).toEqual(['hotel', 'train', '-train', '-hotel']);
  });

  it('a saga of a version that is not there is STUCK and says so, and runs on when it is back', async () => {
    await beginBoth();
    await lives.restart(byTrain);
    await lives.reaches('new', 'COMPLETED');
    const before = lives.sent.filter((attempt) => attempt.startsWith('old'));
    const stuck = await lives.reaches('old', 'STUCK');
    expect(failureOf(stuck)).toEqual({
      code: 'UNKNOWN_DEFINITION',
      message: 'No coordinator knows the definition of Trip that the saga began with.',
    });
    expect(stuck.log.at(-1)).toMatchObject({ type: 'STEP_STUCK', code: 'UNKNOWN_DEFINITION' });

    await lives.restart(byTrain);
    await lives.start('newer');
    await lives.reaches('newer', 'COMPLETED');
    expect((await lives.saga('old')).log).toHaveLength(stuck.log.length);
    expect(lives.sent.filter((attempt) => attempt.startsWith('old'))).toEqual(before);

    await lives.restart(byTrain, trip);
    const ended = await lives.reaches('old', 'COMPLETED');
    expect(lives.effects('old')).toEqual(stepsOf(trip));
    expect(failureOf(ended)).toBeUndefined();
    expect(ended.log.map(({ sequence }) => sequence)).toEqual(ended.log.map((_, index) => index + 1));
  });

  it('a saga that is being undone waits for its version too', async () => {
    lives.participants.temper = { rejecting: ['confirm'], broken: [] };
    lives.held.add('flight:compensate');
    await lives.restart(trip);
    await lives.start('old');
    await lives.sentTimes('old flight compensate', 1);
    await lives.restart(byTrain);
    expect(failureOf(await lives.reaches('old', 'STUCK'))).toMatchObject({ code: 'UNKNOWN_DEFINITION' });
    lives.held.clear();
    await lives.restart(trip);
    const ended = await lives.reaches('old', 'COMPENSATED');
    expect(failureOf(ended)).toMatchObject({ step: 'confirm', code: 'FULL' });
    expect(lives.effects('old')).toEqual(['hotel', 'flight', '-flight', '-hotel', 'regret']);
  });

  it('a saga that is stuck in a step already says that its version is missing', async () => {
    lives.participants.temper = { rejecting: ['confirm'], broken: ['hotel:compensate'] };
    await lives.restart(trip);
    await lives.start('old');
    expect(failureOf(await lives.reaches('old', 'STUCK'))).toMatchObject({ step: 'confirm', code: 'FULL' });
    await lives.restart(byTrain);
    const halted = await lives.once('old', ({ halted }) => halted !== undefined);
    expect(failureOf(halted)).toMatchObject({ code: 'UNKNOWN_DEFINITION' });
    expect(halted.steps[0]).toMatchObject({ name: 'hotel', status: 'STUCK' });
    lives.participants.temper = { rejecting: [], broken: [] };
    await lives.restart(trip);
    await lives.reaches('old', 'COMPENSATED');
    expect(lives.effects('old')).toEqual(['hotel', 'flight', '-flight', '-hotel', 'regret']);
  });
};
