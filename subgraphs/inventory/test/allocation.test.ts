import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate, describeShortages, type WantedLine } from '../src/domain/allocation.ts';
import type { Units } from '../src/domain/stock.ts';

interface Shelf {
  readonly sku: string;
  readonly warehouse: string;
  readonly available: number;
}

const shelf = (sku: string, warehouse: string, available: number): Shelf => ({ sku, warehouse, available });
const units = (sku: string, warehouse: string, quantity: number): Units => ({ sku, warehouse, quantity });
const line = (sku: string, quantity: number): WantedLine => ({ sku, quantity });

const availableOf = (stock: readonly Shelf[], sku: string, warehouses?: ReadonlySet<string>): number =>
  stock
    .filter((one) => one.sku === sku && (warehouses?.has(one.warehouse) ?? true))
    .reduce((sum, { available }) => sum + available, 0);

/** The size of the smallest set of warehouses that has everything, by looking at every set. */
function fewestParcels(lines: readonly WantedLine[], stock: readonly Shelf[]): number {
  const warehouses = [...new Set(stock.map(({ warehouse }) => warehouse))];
  const sizes = Array.from({ length: 2 ** warehouses.length }, (_, bits) => {
    const chosen = new Set(warehouses.filter((_name, index) => bits & (1 << index)));
    const enough = lines.every(({ sku, quantity }) => availableOf(stock, sku, chosen) >= quantity);
    return enough ? chosen.size : Infinity;
  });
  return Math.min(...sizes);
}

const skus = ['A', 'B', 'C'];
const wanted = fc.uniqueArray(
  fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 12 }) }),
  {
    selector: ({ sku }) => sku,
    minLength: 1,
  },
);
const stockIn = (warehouses: number) =>
  fc.uniqueArray(
    fc.record({
      sku: fc.constantFrom(...skus, 'UNASKED'),
      warehouse: fc.integer({ min: 1, max: warehouses }).map((n) => `W${n}`),
      available: fc.integer({ min: 0, max: 10 }),
    }),
    { selector: ({ sku, warehouse }) => `${sku}/${warehouse}`, maxLength: warehouses * 4 },
  );

const parcelsOf = (taken: readonly Units[]): number => new Set(taken.map(({ warehouse }) => warehouse)).size;

/** What must hold of every decision, with any number of warehouses. */
function checkAllOrNothing(
  lines: readonly WantedLine[],
  stock: readonly Shelf[],
): readonly Units[] | undefined {
  const decision = allocate(lines, stock);
  const short = lines.filter(({ sku, quantity }) => availableOf(stock, sku) < quantity);
  if (decision.kind === 'short') {
    expect(decision.shortages).toEqual(
      short.map(({ sku, quantity }) => ({ sku, wanted: quantity, available: availableOf(stock, sku) })),
    );
    expect(short).not.toEqual([]);
    return undefined;
  }
  expect(short).toEqual([]);
  for (const { sku, quantity } of lines) {
    const taken = decision.units.filter((one) => one.sku === sku);
    expect(taken.reduce((sum, one) => sum + one.quantity, 0)).toBe(quantity);
  }
  for (const { sku, warehouse, quantity } of decision.units) {
    expect(quantity).toBeGreaterThan(0);
    expect(quantity).toBeLessThanOrEqual(availableOf(stock, sku, new Set([warehouse])));
  }
  expect(new Set(decision.units.map(({ sku, warehouse }) => `${sku}/${warehouse}`)).size).toBe(
    decision.units.length,
  );
  return decision.units;
}

describe('allocation', () => {
  it('takes all units or none, never more than available, in the fewest parcels', () => {
    fc.assert(
      fc.property(wanted, stockIn(5), (lines, stock) => {
        const taken = checkAllOrNothing(lines, stock);
        if (taken) expect(parcelsOf(taken)).toBe(fewestParcels(lines, stock));
      }),
      { numRuns: 500 },
    );
  });

  it('decides the same whatever the order of the stock', () => {
    const shuffled = stockIn(5).chain((stock) =>
      fc.tuple(fc.constant(stock), fc.shuffledSubarray(stock, { minLength: stock.length })),
    );
    fc.assert(
      fc.property(wanted, shuffled, (lines, [stock, other]) => {
        expect(allocate(lines, other)).toEqual(allocate(lines, stock));
      }),
    );
  });

  it('takes all units or none among very many warehouses, and no parcel that the others make needless', () => {
    fc.assert(
      fc.property(wanted, stockIn(30), (lines, stock) => {
        const taken = checkAllOrNothing(lines, stock) ?? [];
        const senders = new Set(taken.map(({ warehouse }) => warehouse));
        for (const sender of senders) {
          const others = new Set([...senders].filter((one) => one !== sender));
          expect(lines.some(({ sku, quantity }) => availableOf(stock, sku, others) < quantity)).toBe(true);
        }
      }),
    );
  });

  it('prefers one warehouse that has everything to nearer ones that have a part', () => {
    const stock = [shelf('A', 'EAST', 9), shelf('A', 'WEST', 5), shelf('B', 'WEST', 2)];
    expect(allocate([line('A', 3), line('B', 2)], stock)).toEqual({
      kind: 'allocated',
      units: [units('A', 'WEST', 3), units('B', 'WEST', 2)],
    });
  });

  it('takes the first by name of several that have everything', () => {
    const stock = [shelf('A', 'WEST', 50), shelf('A', 'EAST', 3)];
    expect(allocate([line('A', 3)], stock)).toEqual({ kind: 'allocated', units: [units('A', 'EAST', 3)] });
  });

  it('splits a line over the fullest shelves where no warehouse has it all', () => {
    const stock = [shelf('A', 'EAST', 2), shelf('A', 'NORTH', 6), shelf('A', 'WEST', 5)];
    expect(allocate([line('A', 8)], stock)).toEqual({
      kind: 'allocated',
      units: [units('A', 'NORTH', 6), units('A', 'EAST', 2)],
    });
  });

  it('says of which products there is too little, and how many are left', () => {
    const stock = [
      shelf('A', 'EAST', 1),
      shelf('A', 'WEST', 1),
      shelf('B', 'EAST', 1),
      shelf('D', 'EAST', 9),
    ];
    const decision = allocate([line('A', 3), line('B', 2), line('C', 1), line('D', 9)], stock);
    expect(decision.kind === 'short' && describeShortages(decision.shortages)).toBe(
      'Only 2 units of A are left. Only 1 unit of B is left. C is out of stock.',
    );
  });
});
