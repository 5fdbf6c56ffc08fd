import { describe, expect, it } from '@jest/globals';
import { type Collection, type Changes, type Write, WriteRejected } from '../index.ts';
import { type Bench, thingSpec, type Thing } from './things.ts';

export function writingContract(bench: Bench): void {
  const commit = (...writes: Write[]): Promise<void> => bench.store().commit(writes);
  const rejected = async (writes: Write[]): Promise<unknown> => {
    const error: unknown = await commit(...writes).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(WriteRejected);
    const { index, reason } = error as WriteRejected;
    return [index, reason];
  };
  const all = async (things: Collection<Thing>): Promise<Thing[]> =>
    (await things.find({ limit: 100 })).edges.map(({ node }) => node);

  describe('writing', () => {
    it('inserts with version 1, without the properties that are undefined', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a', status: undefined, place: { floor: 1 } } as unknown as Thing));
      await expect(things.get('a')).resolves.toStrictEqual({ id: 'a', version: 1, place: { floor: 1 } });
    });

    it('stores what the document was when it was committed', async () => {
      const things = bench.things();
      const tags = ['before'];
      const committed = commit(things.insert({ id: 'a', tags }));
      tags.push('after');
      await committed;
      await expect(things.get('a')).resolves.toMatchObject({ tags: ['before'] });
    });

    it('refuses an insert where the id exists', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a', amount: 1 }));
      await expect(rejected([things.insert({ id: 'a', amount: 2 })])).resolves.toEqual([0, 'duplicate']);
      await expect(things.get('a')).resolves.toEqual({ id: 'a', version: 1, amount: 1 });
    });

    it('sets, unsets, increases and appends in one update', async () => {
      const things = bench.things();
      await commit(
        things.insert({
          id: 'a',
          status: 'NEW',
          amount: 5,
          flag: true,
          tags: ['x'],
          place: { city: 'Oslo' },
        }),
      );
      const changes: Changes<Thing> = {
        $set: { status: 'PAID', 'place.floor': 3 },
        $unset: ['flag', 'place.city', 'email'],
        $inc: { amount: -2 },
        $push: { tags: ['y', 'z'] },
      };
      await commit(things.update('a', { status: 'NEW' }, changes));
      await expect(things.get('a')).resolves.toStrictEqual({
        id: 'a',
        version: 2,
        status: 'PAID',
        amount: 3,
        tags: ['x', 'y', 'z'],
        place: { floor: 3 },
      });
    });

    it('makes the fields that an update sets, increases or appends to where they are absent', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a' }));
      await commit(
        things.update(
          'a',
          {},
          { $set: { 'place.city': 'Oslo' }, $inc: { amount: 2 }, $push: { tags: ['x'] } },
        ),
      );
      await expect(things.get('a')).resolves.toEqual({
        id: 'a',
        version: 2,
        place: { city: 'Oslo' },
        amount: 2,
        tags: ['x'],
      });
    });

    it('raises the version with an update that changes nothing', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a', amount: 1 }));
      await commit(things.update('a', {}, {}));
      await expect(things.get('a')).resolves.toEqual({ id: 'a', version: 2, amount: 1 });
    });

    it('refuses an update whose guard does not hold, or whose document does not exist', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a', amount: 1 }));
      const set = { $set: { amount: 9 } };
      await expect(rejected([things.update('a', { amount: { $gt: 1 } }, set)])).resolves.toEqual([
        0,
        'guard',
      ]);
      await expect(rejected([things.update('a', { version: 2 }, set)])).resolves.toEqual([0, 'guard']);
      await expect(rejected([things.update('absent', {}, set)])).resolves.toEqual([0, 'guard']);
      await expect(all(things)).resolves.toEqual([{ id: 'a', version: 1, amount: 1 }]);
    });

    it('replaces the whole document where the version is the expected one', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a', amount: 1, flag: true }));
      await commit(things.replace({ id: 'a', status: 'NEW' }, 1));
      await expect(things.get('a')).resolves.toStrictEqual({ id: 'a', version: 2, status: 'NEW' });
      await expect(rejected([things.replace({ id: 'a' }, 1)])).resolves.toEqual([0, 'guard']);
      await expect(rejected([things.replace({ id: 'absent' }, 1)])).resolves.toEqual([0, 'guard']);
    });

    it('removes where the guard holds', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a', amount: 1, title: 'Mug' }));
      await expect(rejected([things.remove('a', { amount: 2 })])).resolves.toEqual([0, 'guard']);
      await commit(things.remove('a', { amount: 1 }));
      await expect(things.get('a')).resolves.toBeUndefined();
      await expect(things.count({ $text: 'mug' })).resolves.toBe(0);
      await expect(rejected([things.remove('a', {})])).resolves.toEqual([0, 'guard']);
    });

    it('holds documents to their unique fields, but not those that lack one', async () => {
      const things = bench.things();
      await commit(
        things.insert({ id: 'a', email: 'x', owner: 'o', title: 't' }),
        things.insert({ id: 'b', owner: 'o' }),
        things.insert({ id: 'c', owner: 'o' }),
        things.insert({ id: 'd', owner: 'o', title: 'other' }),
      );
      await expect(rejected([things.insert({ id: 'e', email: 'x' })])).resolves.toEqual([0, 'duplicate']);
      const taken = things.update('b', {}, { $set: { title: 't' } });
      await expect(rejected([taken])).resolves.toEqual([0, 'duplicate']);
      await expect(rejected([things.replace({ id: 'c', email: 'x' }, 1)])).resolves.toEqual([0, 'duplicate']);
      await commit(things.remove('a', {}), things.insert({ id: 'e', email: 'x' }), taken);
      await expect(things.count({})).resolves.toBe(4);
    });

    it('changes nothing in any collection when one write of a commit is refused, and says which', async () => {
      const [one, other] = [bench.things(), bench.things()];
      await commit(one.insert({ id: 'a', amount: 1, title: 'Mug' }), other.insert({ id: 'b', email: 'x' }));
      const before = [await all(one), await all(other)];
      const writes = [
        one.update('a', {}, { $inc: { amount: 1 }, $set: { title: 'Cup' } }),
        one.insert({ id: 'c' }),
        other.remove('b', {}),
        one.update('a', { amount: 1 }, {}),
      ];
      await expect(rejected(writes)).resolves.toEqual([3, 'guard']);
      await expect(
        rejected([one.insert({ id: 'c' }), other.insert({ id: 'd', email: 'x' })]),
      ).resolves.toEqual([1, 'duplicate']);
      expect([await all(one), await all(other)]).toEqual(before);
      await expect(one.count({ $text: 'mug' })).resolves.toBe(1);
      await expect(one.count({ $text: 'cup' })).resolves.toBe(0);
    });

    it('holds documents no longer to a key that was unique when the store was opened before', async () => {
      const config = { ...bench.config, service: `${bench.config.service}_keys` };
      const { unique: _, ...spec } = thingSpec();
      const before = await bench.open(config);
      const owned = before.collection<Thing>({ ...spec, unique: [['email'], ['owner']] });
      await before.commit([owned.insert({ id: 'a', owner: 'o' })]);
      await before.close();
      const after = await bench.open(config);
      const things = after.collection<Thing>({ ...spec, unique: [['email']] });
      await after.commit([things.insert({ id: 'b', owner: 'o', email: 'x' })]);
      const again = after.commit([things.insert({ id: 'c', email: 'x' })]);
      await expect(again).rejects.toMatchObject({ reason: 'duplicate' });
      await after.close();
    });

    it('performs the writes of a commit in their order', async () => {
      const things = bench.things();
      await commit(
        things.insert({ id: 'a', amount: 1 }),
        things.update('a', { amount: 1 }, { $inc: { amount: 1 } }),
        things.replace({ id: 'a', amount: 3 }, 2),
        things.remove('a', { amount: 3 }),
        things.insert({ id: 'a', amount: 4 }),
      );
      await expect(things.get('a')).resolves.toEqual({ id: 'a', version: 1, amount: 4 });
    });

    it('does not let a refused commit harm the commits beside it', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a' }));
      const outcomes = await Promise.allSettled(
        ['b', 'a', 'c', 'a', 'd'].map((id) => commit(things.insert({ id, amount: 1 }))),
      );
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      await expect(things.count({ amount: 1 })).resolves.toBe(3);
    });

    it('finds a document by its new words once its text has changed', async () => {
      const things = bench.things();
      await commit(things.insert({ id: 'a', title: 'Blue mug', notes: 'Fragile' }));
      await commit(things.update('a', {}, { $set: { title: 'Red cup' } }));
      await expect(things.count({ $text: 'blue' })).resolves.toBe(0);
      await expect(things.count({ $text: 'red fragile' })).resolves.toBe(1);
      await commit(things.update('a', {}, { $unset: ['notes'] }));
      await expect(things.count({ $text: 'fragile' })).resolves.toBe(0);
      await commit(things.replace({ id: 'a', notes: 'Green' }, 3));
      await expect(things.count({ $text: 'green' })).resolves.toBe(1);
      await expect(things.count({ $text: 'red' })).resolves.toBe(0);
    });

    it('finds documents by text that were written before their field was declared as text', async () => {
      const { name } = thingSpec();
      const config = { ...bench.config, service: `${bench.config.service}_later` };
      const first = await bench.open(config);
      await first.commit([first.collection<Thing>({ name }).insert({ id: 'a', title: 'Blue mug' })]);
      await first.close();
      const second = await bench.open(config);
      const things = second.collection<Thing>({ name, text: ['title'] });
      await expect(things.count({ $text: 'mug' })).resolves.toBe(1);
      await second.close();
    });

    it('takes an empty commit', async () => {
      await expect(commit()).resolves.toBeUndefined();
    });

    it('refuses a change of the id or the version, and two changes of one field', () => {
      const things = bench.things();
      const update = (changes: object) => () => things.update('a', {}, changes);
      expect(update({ $set: { id: 'b' } })).toThrow('"id" cannot be changed.');
      expect(update({ $inc: { version: 1 } })).toThrow('"version" cannot be changed.');
      expect(update({ $set: { amount: 1 }, $inc: { amount: 1 } })).toThrow('"amount" is changed twice.');
      expect(update({ $set: { 'place.city': 'x' }, $unset: ['place'] })).toThrow(TypeError);
      expect(update({ $set: { status: undefined } })).toThrow('"status"');
    });

    it('refuses changes that do not fit what the document holds, and changes nothing', async () => {
      const [things, other] = [bench.things(), bench.things()];
      await commit(things.insert({ id: 'a', status: 'NEW', amount: 1 }));
      const misfits = [
        { $inc: { status: 1 } },
        { $push: { status: ['x'] } },
        { $set: { 'amount.x': 1 } },
      ] as unknown as Changes<Thing>[];
      for (const changes of misfits) {
        await expect(commit(other.insert({ id: 'a' }), things.update('a', {}, changes))).rejects.toThrow(
          TypeError,
        );
      }
      await expect(other.count()).resolves.toBe(0);
      await expect(things.get('a')).resolves.toEqual({ id: 'a', version: 1, status: 'NEW', amount: 1 });
    });

    it('knows a collection that is declared again, and refuses another specification of it', async () => {
      const spec = thingSpec();
      await commit(bench.store().collection<Thing>(spec).insert({ id: 'a' }));
      await expect(bench.store().collection<Thing>(spec).count()).resolves.toBe(1);
      expect(() => bench.store().collection<Thing>({ name: spec.name })).toThrow(TypeError);
      expect(() => bench.store().collection<Thing>({ name: 'Bad name' })).toThrow(TypeError);
    });
  });
}
