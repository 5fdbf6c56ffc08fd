import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instantOf, matchingSagas, type SagaDocument, type SagaFilter } from '@counterstep/saga-engine';
import type { SagaProgress } from '../src/progress.ts';
import { FollowerTooSlow, followSagas } from '../src/saga-events.ts';
import { Harness, wished } from '@counterstep/saga-engine/testing';

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(async () => {
  await harness.close();
});

const now = () => instantOf(harness.clock.now());
const all = () => true;

const next = async (
  feed: AsyncIterator<SagaProgress, undefined>,
  count: number,
): Promise<readonly SagaProgress[]> => {
  const events: SagaProgress[] = [];
  while (events.length < count) {
    const { value } = await harness.during(feed.next());
    if (value === undefined) break;
    events.push(value);
  }
  return events;
};

const text = ({ saga, sequence, type }: SagaProgress): string => `${saga.id} ${sequence} ${type}`;

/** A feed of all sagas whose states the test supplies. */
const watched = () => {
  let tell: (saga: SagaDocument) => void = () => undefined;
  let left = false;
  const runner = {
    watchAll: (listener: (saga: SagaDocument) => void) => {
      tell = listener;
      return () => {
        left = true;
      };
    },
  };
  return {
    runner,
    tell: (saga: SagaDocument) => {
      tell(saga);
    },
    left: () => left,
  };
};

describe('the events of all sagas', () => {
  it('come in order, none twice, whichever coordinator works on a saga', async () => {
    const [one, two] = ['one', 'two'].map((id) => harness.process({ id }).runner);
    two!.run();
    await harness.pass(10);
    const feed = followSagas(two!, all, now());
    await harness.start(one!, 'a');
    await harness.start(two!, 'b');
    const events = (await next(feed, 24)).map(text);
    for (const id of ['a', 'b']) {
      const { log } = await harness.saga(id);
      const mine = events.filter((event) => event.startsWith(id));
      expect(mine).toEqual(log.map(({ sequence, type }) => `${id} ${sequence} ${type}`));
    }
    await feed.return?.();
    await harness.during(two!.stop());
  });

  it('begin with what happens from now on, also of a saga that began before', async () => {
    harness.latencyMs = 100;
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    await harness.pass(50);
    const feed = followSagas(runner, all, now());
    const [first] = await next(feed, 1);
    expect(first).toMatchObject({ sequence: 3, type: 'STEP_SUCCEEDED', step: 'hotel' });
  });

  it('keep to a filter, as the saga is after the event', async () => {
    harness.participants.temper = { rejecting: ['confirm'], broken: ['hotel:compensate'] };
    const { runner } = harness.process({ id: 'one' });
    const feed = followSagas(runner, matchingSagas({ status: ['STUCK'] }), now());
    await harness.start(runner);
    const stuck = await next(feed, 1);
    expect(stuck[0]).toMatchObject({ type: 'STEP_STUCK', saga: { status: 'STUCK' } });
  });

  it('tell of operators too', async () => {
    harness.script('hotel', 'invoke', 'hangs');
    const { runner } = harness.process({ id: 'one' });
    await harness.start(runner);
    await harness.pass(10);
    const feed = followSagas(runner, all, now());
    await harness.during(runner.command('saga-1', wished({ kind: 'pause' })));
    expect((await next(feed, 1))[0]).toMatchObject({ type: 'SAGA_PAUSED', message: 'because' });
  });

  it('catch up with states that were missed, and ignore those that come again or late', async () => {
    const { runner } = harness.process({ id: 'one' });
    const states: SagaDocument[] = [];
    runner.watch('saga-1', (saga) => states.push(saga));
    const since = now();
    await harness.start(runner);
    const ended = await harness.reaches('COMPLETED');
    const source = watched();
    const feed = followSagas(source.runner, all, since);
    for (const state of [states[0]!, states[3]!, states[1]!, states[3]!, ended, ended]) source.tell(state);
    const events = await next(feed, ended.log.length);
    expect(events.map(({ sequence }) => sequence)).toEqual(ended.log.map(({ sequence }) => sequence));
    await feed.return?.();
    expect(await feed.next()).toEqual({ done: true, value: undefined });
    expect(source.left()).toBe(true);
  });

  it('end for a reader that does not keep up', async () => {
    const { runner } = harness.process({ id: 'one' });
    const since = now();
    await harness.start(runner);
    const ended = await harness.reaches('COMPLETED');
    const source = watched();
    const feed = followSagas(source.runner, all, since);
    for (let index = 0; index < 1_000; index += 1) source.tell({ ...ended, id: `saga-${index}` });
    await expect(feed.next()).rejects.toBeInstanceOf(FollowerTooSlow);
    expect(await feed.next()).toEqual({ done: true, value: undefined });
    expect(source.left()).toBe(true);
  });

  it('let a reader go that waits', async () => {
    const source = watched();
    const feed = followSagas(source.runner, all, now());
    const waiting = feed.next();
    await feed.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describe('a filter of sagas', () => {
  it('matches the same sagas in the store and as they go by', async () => {
    const { runner } = harness.process({ id: 'one' });
    for (const id of ['a', 'b', 'c']) {
      await harness.start(runner, id);
      await harness.reaches('COMPLETED', id);
      await harness.pass(1_000);
    }
    const { startedAt } = await harness.saga('b');
    const filters: readonly SagaFilter[] = [
      {},
      { definitionName: 'Trip' },
      { definitionName: 'Other' },
      { subject: 'b' },
      { status: ['COMPLETED', 'STUCK'] },
      { status: ['STUCK'] },
      { status: [] },
      { startedAfter: startedAt },
      { startedBefore: startedAt },
      { startedAfter: startedAt, startedBefore: startedAt },
      { owner: 'nobody' },
    ];
    const sagas = await Promise.all(['a', 'b', 'c'].map((id) => harness.saga(id)));
    for (const filter of filters) {
      const { nodes } = await harness.store.list({}, filter);
      const found = nodes.map(({ id }) => id).sort();
      expect(found).toEqual(sagas.filter(matchingSagas(filter)).map(({ id }) => id));
    }
  });
});
