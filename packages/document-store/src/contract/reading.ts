import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Collection, Where } from '../index.ts';
import { type Bench, ids, type Thing } from './things.ts';

export function readingContract(bench: Bench): void {
  describe('reading', () => {
    let things: Collection<Thing>;

    beforeAll(async () => {
      things = bench.things();
      await bench.store().commit([
        things.insert({
          id: 'a',
          status: 'NEW',
          amount: 1,
          flag: true,
          place: { city: 'Oslo', floor: 2 },
          title: 'Blue Mug',
        }),
        things.insert({ id: 'b', status: 'NEW', amount: 2.5, flag: false, title: 'Crème brûlée set' }),
        things.insert({ id: 'c', status: 'PAID', amount: -3, place: { city: 'Ost' }, notes: 'a BLUE lamp' }),
        things.insert({ id: 'd', status: 'NEWER', email: 'o\'neil"@example.com', tags: ['x'] }),
      ]);
    });

    const found = async (where: Where<Thing>): Promise<string> => {
      const page = ids(await things.find({ where, limit: 100 })).join('');
      expect(await things.count(where)).toBe(page.length);
      return page;
    };

    it('gets a document by its id, with its version and exactly the fields it was given', async () => {
      await expect(things.get('d')).resolves.toEqual({
        id: 'd',
        version: 1,
        status: 'NEWER',
        email: 'o\'neil"@example.com',
        tags: ['x'],
      });
      await expect(things.get('absent')).resolves.toBeUndefined();
    });

    it('gets many documents by their ids, leaving out what does not exist', async () => {
      const many = await things.getMany(['d', 'absent', 'a', 'a']);
      expect([...many.keys()].sort()).toEqual(['a', 'd']);
      expect(many.get('a')).toMatchObject({ id: 'a', amount: 1 });
      await expect(things.getMany([])).resolves.toEqual(new Map());
    });

    it.each<[string, Where<Thing>, string]>([
      ['nothing', {}, 'abcd'],
      ['a text', { status: 'NEW' }, 'ab'],
      ['a number', { amount: 2.5 }, 'b'],
      ['true', { flag: true }, 'a'],
      ['false', { flag: false }, 'b'],
      ['a field of an object', { 'place.city': 'Ost' }, 'c'],
      ['the id', { id: 'c' }, 'c'],
      ['the version', { version: 1 }, 'abcd'],
      ['quotes', { email: 'o\'neil"@example.com' }, 'd'],
      ['several fields', { status: 'NEW', amount: 1 }, 'a'],
      ['$in', { status: { $in: ['PAID', 'NEWER', 'OTHER'] } }, 'cd'],
      ['$in of booleans', { flag: { $in: [true] } }, 'a'],
      ['$in of nothing', { status: { $in: [] } }, ''],
      ['$in of ids', { id: { $in: ['a', 'd'] } }, 'ad'],
      ['$ne, which holds where the field is absent', { amount: { $ne: 1 } }, 'bcd'],
      ['$gt', { amount: { $gt: 1 } }, 'b'],
      ['$gte', { amount: { $gte: 1 } }, 'ab'],
      ['$lt', { amount: { $lt: 1 } }, 'c'],
      ['$lte', { amount: { $lte: 1 } }, 'ac'],
      ['a range', { amount: { $gte: -3, $lt: 2.5 } }, 'ac'],
      ['$gt of texts', { status: { $gt: 'NEW' } }, 'cd'],
      ['$exists', { amount: { $exists: true } }, 'abc'],
      ['$exists: false', { 'place.floor': { $exists: false } }, 'bcd'],
      ['$exists of an array', { tags: { $exists: true } }, 'd'],
      ['$prefix', { status: { $prefix: 'NEW' } }, 'abd'],
      ['$prefix is case-sensitive', { status: { $prefix: 'new' } }, ''],
      ['$prefix with wildcard characters', { status: { $prefix: 'N%' } }, ''],
      ['the empty $prefix, which holds where the field is a text', { 'place.city': { $prefix: '' } }, 'ac'],
      ['$text, in any case and any text field', { $text: 'bLuE' }, 'ac'],
      ['$text by the beginnings of words', { $text: 'lam bl' }, 'c'],
      ['$text without diacritics', { $text: 'creme BRULEE' }, 'b'],
      ['$text not in the middle of words', { $text: 'ug' }, ''],
      ['$text of blanks', { $text: '  ' }, 'abcd'],
      ['$text of punctuation, which has no words', { $text: ' -- ' }, ''],
      ['$text and another field', { $text: 'blue', status: 'PAID' }, 'c'],
    ])('finds and counts by %s', async (_, where, expected) => {
      await expect(found(where)).resolves.toBe(expected);
    });

    it('takes conditions as values, never as code', async () => {
      await expect(found({ status: "NEW' OR 1=1 --" })).resolves.toBe('');
      await expect(found({ status: { $ne: '$status' } })).resolves.toBe('abcd');
    });

    it.each([
      ['an undefined condition', { status: undefined }],
      ['an undefined operand', { amount: { $gte: undefined } }],
      ['an unknown operator', { amount: { $where: '1' } }],
      ['an object as operand', { status: { $ne: { $gt: '' } } }],
      ['a quote in a field name', { 'a") OR ("1': 1 }],
    ])('refuses %s', async (_, where) => {
      const malformed = where as unknown as Where<Thing>;
      await expect(things.find({ where: malformed, limit: 1 })).rejects.toThrow(TypeError);
      await expect(things.count(malformed)).rejects.toThrow(TypeError);
      expect(() => things.remove('a', malformed)).toThrow(TypeError);
    });

    it('reads texts in any script, and control characters, as they were written', async () => {
      const store = bench.store();
      const strange = bench.things();
      const title = 'naïve 😀 日本 "quoted" \\ \u0001 \n %s $set {}';
      await store.commit([strange.insert({ id: '€/?"\'', title })]);
      await expect(strange.get('€/?"\'')).resolves.toEqual({ id: '€/?"\'', version: 1, title });
      expect(ids(await strange.find({ where: { $text: '日' }, limit: 1 }))).toEqual(['€/?"\'']);
    });
  });
}
