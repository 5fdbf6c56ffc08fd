import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Collection, InvalidCursor, type OrderBy, type Query } from '../index.ts';
import { type Bench, ids, type Thing } from './things.ts';

async function pages(
  things: Collection<Thing>,
  query: Omit<Query<Thing>, 'after'>,
  between: (page: string[]) => Promise<void> = () => Promise.resolve(),
): Promise<string[][]> {
  const read: string[][] = [];
  let after: string | undefined;
  for (;;) {
    const page = await things.find({ ...query, ...(after === undefined ? {} : { after }) });
    read.push(ids(page));
    after = page.edges.at(-1)?.cursor;
    if (!page.hasNextPage) return read;
    await between(ids(page));
  }
}

async function pagesFromEnd(things: Collection<Thing>, query: Query<Thing>): Promise<string[][]> {
  const read: string[][] = [];
  let before: string | undefined;
  for (;;) {
    const page = await things.find({ ...query, from: 'end', ...(before === undefined ? {} : { before }) });
    expect(page.hasNextPage).toBe(before !== undefined);
    read.unshift(ids(page));
    before = page.edges.at(0)?.cursor;
    if (!page.hasPreviousPage) return read;
  }
}

export function pagingContract(bench: Bench): void {
  describe('paging', () => {
    let things: Collection<Thing>;
    const amounts = { a: 3, b: 1, c: 2, d: 1, e: 3, f: 2, g: 1 };

    beforeAll(async () => {
      things = bench.things();
      await bench
        .store()
        .commit(
          Object.entries(amounts).map(([id, amount]) =>
            things.insert({ id, amount, status: amount > 1 ? 'BIG' : 'SMALL', place: { floor: amount } }),
          ),
        );
    });

    it.each<[string, OrderBy<Thing> | undefined, string]>([
      ['by id without an order', undefined, 'abcdefg'],
      ['ascending', [['amount', 'ascending']], 'bdgcfae'],
      ['descending', [['amount', 'descending']], 'eafcgdb'],
      ['by a field of an object', [['place.floor', 'descending']], 'eafcgdb'],
      [
        'by several fields in both directions',
        [
          ['status', 'descending'],
          ['amount', 'ascending'],
          ['id', 'descending'],
        ],
        'gdbfcea',
      ],
    ])('sorts %s, with every document on exactly one page', async (_, orderBy, expected) => {
      for (const limit of [1, 2, 3, 7, 100]) {
        const read = await pages(things, { limit, ...(orderBy ? { orderBy } : {}) });
        expect(read.flat().join('')).toBe(expected);
        expect(read.length).toBe(Math.ceil(7 / limit));
        const backward = await pagesFromEnd(things, { limit, ...(orderBy ? { orderBy } : {}) });
        expect(backward.flat().join('')).toBe(expected);
        expect(backward.length).toBe(Math.ceil(7 / limit));
      }
    });

    it('tells what lies on either side of a page', async () => {
      const first = await things.find({ limit: 2 });
      expect([first.hasPreviousPage, first.hasNextPage]).toEqual([false, true]);
      const second = await things.find({ limit: 2, after: first.edges[1]!.cursor });
      expect([second.hasPreviousPage, second.hasNextPage]).toEqual([true, true]);
      const range = { after: first.edges[0]!.cursor, before: second.edges[1]!.cursor };
      const between = await things.find({ limit: 5, ...range });
      expect([ids(between), between.hasPreviousPage, between.hasNextPage]).toEqual([['b', 'c'], true, true]);
    });

    it('pages through what a condition selects', async () => {
      const query = { where: { status: 'BIG' }, orderBy: [['amount', 'ascending']], limit: 2 } as const;
      await expect(pages(things, query)).resolves.toEqual([
        ['c', 'f'],
        ['a', 'e'],
      ]);
    });

    it('neither repeats nor skips a document while others are inserted and removed', async () => {
      const moving = bench.things();
      const store = bench.store();
      const old = Array.from({ length: 20 }, (_, index) => `m${String(index).padStart(2, '0')}`);
      await store.commit(old.map((id, index) => moving.insert({ id, amount: index % 3 })));
      let added = 0;
      const read = await pages(moving, { orderBy: [['amount', 'ascending']], limit: 3 }, async (page) => {
        const ends = [-1, 9].map((amount) => moving.insert({ id: `n${(added += 1)}`, amount }));
        await store.commit([...ends, moving.remove(page[0]!, {})]);
      });
      const seen = read.flat();
      expect(seen.filter((id) => id.startsWith('m')).sort()).toEqual(old);
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('refuses a cursor of another list, and what is no cursor', async () => {
      const { edges } = await things.find({ orderBy: [['amount', 'ascending']], limit: 1 });
      const { cursor } = edges[0]!;
      const find = (query: Partial<Query<Thing>>) => things.find({ limit: 1, ...query });
      expect(cursor).toMatch(/^[\w-]+$/);
      await expect(find({ after: cursor })).rejects.toThrow(InvalidCursor);
      await expect(find({ after: cursor, orderBy: [['amount', 'descending']] })).rejects.toThrow(
        InvalidCursor,
      );
      const elsewhere = bench.things().find({ limit: 1, after: cursor, orderBy: [['amount', 'ascending']] });
      await expect(elsewhere).rejects.toThrow(InvalidCursor);
      const forged = [[], {}, null, ['x'], [`${things.name},+id`], [`${things.name},+id`, { $gt: '' }]];
      const encoded = forged.map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
      for (const after of ['', '!', 'bm9wZQ', ...encoded]) {
        await expect(find({ after })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: ['after'] });
        const backward = find({ before: after, from: 'end' });
        await expect(backward).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: ['before'] });
      }
    });

    it.each([0, -1, 1.5, 1001, Number.NaN])('refuses %d as a limit', async (limit) => {
      await expect(things.find({ limit })).rejects.toThrow(RangeError);
    });
  });
}
