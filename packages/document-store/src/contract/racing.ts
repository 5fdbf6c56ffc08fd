import { describe, expect, it } from '@jest/globals';
import { StoreBusy, WriteRejected, type DocumentStore } from '../index.ts';
import type { Bench } from './things.ts';

const times = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result>[] =>
  Array.from({ length: count }, (_, index) => work(index));

/** A store that repeats a commit which was busy and so changed nothing. */
const patient = (store: DocumentStore): Pick<DocumentStore, 'commit'> => ({
  commit: async (writes) => {
    for (;;) {
      try {
        await store.commit(writes);
        return;
      } catch (error) {
        if (!(error instanceof StoreBusy)) throw error;
      }
    }
  },
});

export function racingContract(bench: Bench): void {
  describe('racing writers', () => {
    it('lose no update of a counter', async () => {
      const [store, things] = [patient(bench.store()), bench.things()];
      await store.commit([things.insert({ id: 'a', amount: 0 })]);
      await Promise.all(times(300, () => store.commit([things.update('a', {}, { $inc: { amount: 1 } })])));
      await expect(things.get('a')).resolves.toEqual({ id: 'a', version: 301, amount: 300 });
    });

    it('never take more than there is, one document at a time', async () => {
      const [store, things] = [patient(bench.store()), bench.things()];
      await store.commit([things.insert({ id: 'seats', amount: 40 })]);
      const outcomes = await Promise.allSettled(
        times(100, () =>
          store.commit([things.update('seats', { amount: { $gte: 1 } }, { $inc: { amount: -1 } })]),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
      await expect(things.get('seats')).resolves.toMatchObject({ amount: 0, version: 41 });
    });

    it('never take more than there is, over two documents in different orders and two collections', async () => {
      const [store, seats, tickets] = [patient(bench.store()), bench.things(), bench.things()];
      await store.commit(['x', 'y'].map((id) => seats.insert({ id, amount: 30 })));
      const outcomes = await Promise.allSettled(
        times(120, (index) => {
          const taken = ['x', 'y'].map((id) =>
            seats.update(id, { amount: { $gte: 1 } }, { $inc: { amount: -1 } }),
          );
          return store.commit([
            tickets.insert({ id: `o${index}` }),
            ...(index % 2 === 0 ? taken : taken.reverse()),
          ]);
        }),
      );
      const refusals = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(refusals).toHaveLength(90);
      for (const refusal of refusals) {
        expect(refusal).toBeInstanceOf(WriteRejected);
        expect(refusal).toMatchObject({ index: 1, reason: 'guard' });
      }
      await expect(tickets.count()).resolves.toBe(30);
      await expect(seats.count({ amount: 0, version: 31 })).resolves.toBe(2);
    });

    it('see after a refusal what refused them, so that trying again with the newest version gets everyone through', async () => {
      const [store, things, log] = [patient(bench.store()), bench.things(), bench.things()];
      await store.commit([things.insert({ id: 'a', tags: [] })]);
      const append = async (index: number): Promise<number> => {
        let last = 0;
        for (let attempts = 1; ; attempts += 1) {
          const { version, ...fields } = (await things.get('a'))!;
          expect(version).toBeGreaterThan(last);
          last = version;
          const replacement = things.replace({ ...fields, tags: [...fields.tags!, `t${index}`] }, version);
          try {
            await store.commit([log.insert({ id: `l${index}` }), replacement]);
            return attempts;
          } catch (error) {
            expect(error).toMatchObject({ index: 1, reason: 'guard' });
          }
        }
      };
      await Promise.all(times(16, append));
      const { tags, version } = (await things.get('a'))!;
      expect(tags?.toSorted()).toEqual(Array.from({ length: 16 }, (_, index) => `t${index}`).sort());
      expect(version).toBe(17);
      await expect(log.count()).resolves.toBe(16);
    });

    it('insert one of many documents with the same id or unique field', async () => {
      const [store, things] = [patient(bench.store()), bench.things()];
      const same = await Promise.allSettled(times(20, () => store.commit([things.insert({ id: 'a' })])));
      const unique = await Promise.allSettled(
        times(20, (index) =>
          store.commit([things.insert({ id: `e${index}`, email: 'x' }), things.insert({ id: `f${index}` })]),
        ),
      );
      for (const outcomes of [same, unique]) {
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      }
      await expect(things.count()).resolves.toBe(3);
    });

    it('all get through by the hundred, and reads meanwhile see whole commits only', async () => {
      const [store, one, other] = [patient(bench.store()), bench.things(), bench.things()];
      const writing = Promise.all(
        times(400, (index) =>
          store.commit([one.insert({ id: `w${index}` }), other.insert({ id: `w${index}` })]),
        ),
      );
      let seen = 0;
      while (seen < 400) {
        seen = await one.count();
        expect(await other.count()).toBeGreaterThanOrEqual(seen);
      }
      await writing;
      await expect(other.count()).resolves.toBe(400);
    });
  });
}
