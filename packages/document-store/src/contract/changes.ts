import { describe, expect, it } from '@jest/globals';
import type { Change, Changefeed } from '../index.ts';
import { type Bench, thingSpec, type Thing } from './things.ts';

async function next(feed: Changefeed<Thing>): Promise<Change<Thing>> {
  const result: IteratorResult<Change<Thing>, unknown> = await feed.next();
  if (result.done === true) throw new Error('The feed has ended.');
  return result.value;
}

const leave = async (feed: Changefeed<Thing>): Promise<void> => {
  await feed.return?.();
};

async function until(
  feed: Changefeed<Thing>,
  wanted: (change: Change<Thing>) => boolean,
): Promise<Change<Thing>[]> {
  const seen: Change<Thing>[] = [];
  for (;;) {
    const change = await next(feed);
    seen.push(change);
    if (wanted(change)) return seen;
  }
}

export function changesContract(bench: Bench): void {
  describe('changes', () => {
    it('shows inserts, updates, replacements and removals with the documents they made', async () => {
      const [store, things] = [bench.store(), bench.things()];
      const feed = await store.changes(things);
      await store.commit([things.insert({ id: 'a', amount: 1, title: 'Mug' })]);
      await expect(next(feed)).resolves.toEqual({
        kind: 'put',
        document: { id: 'a', version: 1, amount: 1, title: 'Mug' },
      });
      await store.commit([things.update('a', {}, { $inc: { amount: 1 } })]);
      await expect(next(feed)).resolves.toMatchObject({ kind: 'put', document: { version: 2, amount: 2 } });
      await store.commit([things.replace({ id: 'a', status: 'NEW' }, 2)]);
      await expect(next(feed)).resolves.toEqual({
        kind: 'put',
        document: { id: 'a', version: 3, status: 'NEW' },
      });
      await store.commit([things.remove('a', {})]);
      await expect(next(feed)).resolves.toEqual({ kind: 'removed', id: 'a' });
      await leave(feed);
    });

    it('misses no commit that is begun once it has been opened, however often', async () => {
      const [store, things] = [bench.store(), bench.things()];
      for (let round = 0; round < 20; round += 1) {
        const feed = await store.changes(things);
        const id = `r${round}`;
        await store.commit([things.insert({ id })]);
        await until(feed, (change) => change.kind === 'put' && change.document.id === id);
        await leave(feed);
      }
    });

    it('shows nothing of a refused commit', async () => {
      const [store, things] = [bench.store(), bench.things()];
      const feed = await store.changes(things);
      await store.commit([things.insert({ id: 'a' })]);
      await expect(store.commit([things.insert({ id: 'b' }), things.insert({ id: 'a' })])).rejects.toThrow();
      await store.commit([things.insert({ id: 'c' })]);
      const seen = await until(feed, (change) => change.kind === 'put' && change.document.id === 'c');
      expect(seen.some((change) => change.kind === 'put' && change.document.id === 'b')).toBe(false);
      await leave(feed);
    });

    it('shows each document in the order of its commits up to the last, to every consumer', async () => {
      const [store, things] = [bench.store(), bench.things()];
      const names = ['a', 'b', 'c'];
      await store.commit(names.map((id) => things.insert({ id, amount: 0 })));
      const feeds = await Promise.all([store.changes(things), store.changes(things)]);
      const writers = names.map(async (id) => {
        for (let round = 0; round < 20; round += 1) {
          await store.commit([things.update(id, {}, { $inc: { amount: 1 } })]);
        }
      });
      const readers = feeds.map(async (feed) => {
        const last = new Map<string, number>();
        await until(feed, (change) => {
          if (change.kind === 'removed') throw new Error('Nothing was removed.');
          const { id, version } = change.document;
          expect(version).toBeGreaterThanOrEqual(last.get(id) ?? 0);
          last.set(id, version);
          return names.every((name) => last.get(name) === 21);
        });
      });
      await Promise.all([...writers, ...readers]);
      await Promise.all(feeds.map(leave));
    });

    it('keeps only the newest state of what a slow consumer has not read', async () => {
      const [store, things] = [bench.store(), bench.things()];
      const [slow, quick] = await Promise.all([store.changes(things), store.changes(things)]);
      await store.commit([things.insert({ id: 'a', amount: 0 })]);
      for (let round = 0; round < 30; round += 1) {
        await store.commit([things.update('a', {}, { $inc: { amount: 1 } })]);
      }
      const isLast = (change: Change<Thing>) => change.kind === 'put' && change.document.amount === 30;
      await until(quick, isLast);
      await expect(until(slow, isLast)).resolves.toHaveLength(1);
      await Promise.all([slow, quick].map(leave));
    });

    it('gives every consumer documents of its own, or such that nobody can change', async () => {
      const [store, things] = [bench.store(), bench.things()];
      const feeds = await Promise.all([store.changes(things), store.changes(things)]);
      await store.commit([things.insert({ id: 'a', place: { floor: 1 } })]);
      const [one, other] = await Promise.all(feeds.map(next));
      expect(one).toEqual(other);
      const [place, otherPlace] = [one, other].map(
        (change) => (change as { document: Thing }).document.place,
      );
      expect(place === otherPlace && !Object.isFrozen(place)).toBe(false);
      await Promise.all(feeds.map(leave));
    });

    it('ends for who leaves, and goes on for the others', async () => {
      const [store, things] = [bench.store(), bench.things()];
      const [leaving, staying] = await Promise.all([store.changes(things), store.changes(things)]);
      const pending = leaving.next();
      await leave(leaving);
      await expect(pending).resolves.toEqual({ done: true, value: undefined });
      await expect(leaving.next()).resolves.toEqual({ done: true, value: undefined });
      await store.commit([things.insert({ id: 'a' })]);
      await until(staying, (change) => change.kind === 'put' && change.document.id === 'a');
      await leave(staying);
    });

    it('ends when the store is closed, which waits for the commits that run', async () => {
      const spec = thingSpec();
      const config = { ...bench.config, service: `${bench.config.service}_closing` };
      const store = await bench.open(config);
      const things = store.collection<Thing>(spec);
      const feed = await store.changes(things);
      await store.commit([things.insert({ id: 'first' })]);
      await until(feed, () => true);
      const waiting = feed.next();
      const commits = Array.from({ length: 50 }, (_, index) =>
        store.commit([
          things.insert({ id: `c${index}` }),
          things.update('first', {}, { $inc: { amount: 1 } }),
        ]),
      );
      await store.close();
      await store.close();
      await Promise.all(commits);
      await waiting;
      let result = await feed.next();
      while (result.done !== true) result = await feed.next();
      await expect(store.commit([things.insert({ id: 'late' })])).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
      });
      await expect(things.get('first')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      const again = await bench.open(config);
      await expect(again.collection<Thing>(spec).count()).resolves.toBe(51);
      await again.close();
    });
  });
}
