import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Comparison, Direction, OrderBy, Where } from '../index.ts';
import { type Bench, ids, type Thing } from './things.ts';

type Scalar = string | number | boolean;

const texts = ['', 'a', 'ab', 'B', 'ä', 'Z', 'a b', '\u{1f600}', '\uffff'];
const numbers = [-1.5, 0, 1, 2, 1e12];
const fields = {
  status: fc.constantFrom(...texts),
  amount: fc.constantFrom(...numbers),
  flag: fc.boolean(),
  'place.floor': fc.constantFrom(...numbers),
  title: fc.constantFrom(...texts),
} as const;
type Field = keyof typeof fields;
const fieldNames = Object.keys(fields) as Field[];

const thing = fc.record({
  status: fields.status,
  amount: fields.amount,
  place: fc.record({ floor: fields['place.floor'] }),
  flag: fc.option(fields.flag, { nil: undefined }),
  title: fc.option(fields.title, { nil: undefined }),
});

const comparisonOf = (field: Field): fc.Arbitrary<Comparison<Scalar>> => {
  const value: fc.Arbitrary<Scalar> = fields[field];
  const one = (operator: string) => value.map((operand) => ({ [operator]: operand }));
  return fc.oneof(
    ...['$ne', '$gt', '$gte', '$lt', '$lte'].map(one),
    fc.array(value, { maxLength: 3 }).map(($in) => ({ $in })),
    fc.boolean().map(($exists) => ({ $exists })),
    ...(field === 'status' || field === 'title' ? [one('$prefix')] : []),
  );
};

const where = fc
  .uniqueArray(fc.constantFrom(...fieldNames), { maxLength: 2 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, fc.oneof(fields[name], comparisonOf(name))]))),
  ) as fc.Arbitrary<Where<Thing>>;

const sortable = ['status', 'amount', 'place.floor', 'id'] as const;
const direction = fc.constantFrom<Direction>('ascending', 'descending');
const orderBy = fc
  .uniqueArray(fc.constantFrom(...sortable), { maxLength: 3 })
  .chain((names) =>
    fc.tuple(...names.map((name) => direction.map((one) => [name, one] as const))),
  ) as fc.Arbitrary<OrderBy<Thing>>;

const at = (document: object, path: string): Scalar | undefined =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document) as
    Scalar | undefined;

/** Compares as the engines sort: numbers by value, texts by code points. */
function compare(one: Scalar, other: Scalar): number {
  if (typeof one === 'string' && typeof other === 'string')
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return Number(one) - Number(other);
}

const operators: Record<string, (value: Scalar | undefined, operand: never) => boolean> = {
  $ne: (value, operand: Scalar) => value !== operand,
  $gt: (value, operand: Scalar) => value !== undefined && compare(value, operand) > 0,
  $gte: (value, operand: Scalar) => value !== undefined && compare(value, operand) >= 0,
  $lt: (value, operand: Scalar) => value !== undefined && compare(value, operand) < 0,
  $lte: (value, operand: Scalar) => value !== undefined && compare(value, operand) <= 0,
  $in: (value, operand: readonly Scalar[]) => value !== undefined && operand.includes(value),
  $exists: (value, operand: boolean) => (value !== undefined) === operand,
  $prefix: (value, operand: string) => typeof value === 'string' && value.startsWith(operand),
};

const matches = (document: Thing, conditions: Where<Thing>): boolean =>
  Object.entries(conditions).every(([path, wanted]) =>
    typeof wanted === 'object'
      ? Object.entries(wanted).every(([operator, operand]) =>
          operators[operator]!(at(document, path), operand as never),
        )
      : at(document, path) === wanted,
  );

function sorted(documents: readonly Thing[], order: OrderBy<Thing>): Thing[] {
  const last = order.at(-1)?.[1] ?? 'ascending';
  return documents.toSorted((one, other) => {
    for (const [path, way] of [...order, ['id', last] as const]) {
      const result = compare(at(one, path)!, at(other, path)!);
      if (result !== 0) return way === 'ascending' ? result : -result;
    }
    return 0;
  });
}

export function modelContract(bench: Bench): void {
  describe('any query', () => {
    it('finds, sorts, pages and counts as a plain list does', async () => {
      const [store, things] = [bench.store(), bench.things()];
      const documents = fc.sample(thing, { numRuns: 60, seed: 7 }).map((fields, index) => {
        const document = { id: `d${index % 7}${index}`, ...fields };
        return JSON.parse(JSON.stringify(document)) as Thing;
      });
      await store.commit(documents.map((document) => things.insert({ ...document, owner: document.id })));
      const query = fc.record({ where, orderBy, limit: fc.integer({ min: 1, max: 70 }) });
      await fc.assert(
        fc.asyncProperty(query, async ({ where, orderBy, limit }) => {
          const expected = sorted(
            documents.filter((document) => matches(document, where)),
            orderBy,
          ).map(({ id }) => id);
          const first = await things.find({ where, orderBy, limit });
          expect(ids(first)).toEqual(expected.slice(0, limit));
          expect(first.hasNextPage).toBe(expected.length > limit);
          expect(await things.count(where)).toBe(expected.length);
          const after = first.edges.at(-1)?.cursor;
          if (after === undefined) return;
          const second = await things.find({ where, orderBy, limit, after });
          expect(ids(second)).toEqual(expected.slice(limit, 2 * limit));
          const last = await things.find({ where, orderBy, limit, from: 'end' });
          expect(ids(last)).toEqual(expected.slice(-limit));
          expect(last.hasPreviousPage).toBe(expected.length > limit);
          const before = last.edges[0]!.cursor;
          const lastButOne = await things.find({ where, orderBy, limit, before, from: 'end' });
          expect(ids(lastButOne)).toEqual(expected.slice(0, -limit).slice(-limit));
          const between = await things.find({ where, orderBy, limit: 100, after, before });
          expect(ids(between)).toEqual(expected.slice(limit, -limit));
        }),
        { numRuns: 150 },
      );
    });
  });
}
