import { describe, expect, it } from '@jest/globals';
import type { BarrierStore } from '../port.ts';
import type { RecordDraft } from '../rules.ts';
import type { Bench } from './bench.ts';

/** Tests what a store does with records, and with the work that is written with them. */
export function recordsContract<Writes>(bench: () => Bench<Writes>): void {
  let steps = 0;
  const draftOf = (changes: Partial<RecordDraft> = {}): RecordDraft => ({
    id: `saga-of-records:${(steps += 1)}`,
    epoch: 1,
    recordedAt: '2026-03-01T09:00:00.000Z',
    ...changes,
  });
  const outcomeOf = (store: BarrierStore<Writes>, work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (store.isLostRace(error) ? 'lost race' : error),
    );

  describe('records and work', () => {
    it('are committed together', async () => {
      const { store, begin, count, effect } = bench();
      const record = draftOf({ invoke: { state: 'DONE', input: 'a', response: { text: 'Ä "quoted" \n' } } });
      await begin(record.id);
      await store.commit({ writes: count(record.id, 'done'), record, replaces: undefined });
      expect(await store.get(record.id)).toEqual({ ...record, version: 1 });
      const next = { ...record, epoch: 2 };
      await store.commit({ writes: undefined, record: next, replaces: 1 });
      expect(await store.get(record.id)).toEqual({ ...next, version: 2 });
      expect(await effect(record.id)).toMatchObject({ done: 1 });
    });

    it.each([
      ['there is a record already', undefined],
      ['the record is a newer one', 7],
    ])('are refused together where %s', async (_where, replaces) => {
      const { store, begin, count, effect } = bench();
      const record = draftOf();
      await begin(record.id);
      await store.commit({ writes: undefined, record, replaces: undefined });
      const late = { writes: count(record.id, 'done'), record: { ...record, epoch: 9 }, replaces };
      expect(await outcomeOf(store, store.commit(late))).toBe('lost race');
      expect(await store.get(record.id)).toEqual({ ...record, version: 1 });
      expect(await effect(record.id)).toMatchObject({ done: 0 });
    });

    it('are won by one of many at once', async () => {
      const { store, begin, count, effect } = bench();
      const record = draftOf();
      await begin(record.id);
      const commit = { writes: count(record.id, 'done'), record, replaces: undefined };
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => outcomeOf(store, store.commit(commit))),
      );
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
      expect(new Set(outcomes)).toEqual(new Set(['done', 'lost race']));
      expect(await effect(record.id)).toMatchObject({ done: 1 });
    });
  });

  describe('records', () => {
    it('are found in the order in which they came, in pages, by ids and by time', async () => {
      const { store } = bench();
      const [first, second, third] = ['05', '06', '07'].map((day) =>
        draftOf({ recordedAt: `2031-01-${day}T00:00:00.000Z` }),
      );
      for (const record of [third!, first!, second!])
        await store.commit({ writes: undefined, record, replaces: undefined });
      const since = '2031-01-01T00:00:00.000Z';
      const page = await store.find({ since, limit: 2 });
      expect(page.edges.map(({ node }) => node.id)).toEqual([first!.id, second!.id]);
      expect(page.hasNextPage).toBe(true);
      const rest = await store.find({ since, limit: 2, after: page.edges[1]!.cursor });
      expect(rest.edges.map(({ node }) => node)).toEqual([{ ...third!, version: 1 }]);
      expect(rest.hasNextPage).toBe(false);
      const some = await store.find({ ids: [third!.id, 'nobody:step', first!.id], limit: 10 });
      expect(some.edges.map(({ node }) => node.id)).toEqual([first!.id, third!.id]);
      expect((await store.find({ ids: [], limit: 10 })).edges).toEqual([]);
    });

    it.each(['', 'x', 'W10', 'eyJhIjoxfQ'])('are refused after a cursor of no list: %j', async (after) => {
      await expect(bench().store.find({ limit: 1, after })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    });

    it('are forgotten, those that are named', async () => {
      const { store } = bench();
      const [kept, gone] = [draftOf(), draftOf()];
      for (const record of [kept, gone])
        await store.commit({ writes: undefined, record, replaces: undefined });
      expect(await store.forget([gone.id, 'nobody:step'])).toBe(1);
      expect(await store.forget([gone.id])).toBe(0);
      expect(await store.forget([])).toBe(0);
      expect([(await store.get(gone.id))?.id, (await store.get(kept.id))?.id]).toEqual([undefined, kept.id]);
    });
  });
}
