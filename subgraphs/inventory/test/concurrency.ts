import { afterEach, describe, expect, it } from '@jest/globals';
import { admin } from '@counterstep/service-kit/testing';
import type { Units } from '../src/domain/stock.ts';
import { startInventory, units, type InventoryKit, type Rejection } from './inventory-kit.ts';

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const ADJUST =
  'mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { errors { __typename } } }';

interface Reservation {
  readonly status: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly warehouse: string }[];
}

/** What must hold of reservations that come at the same time, on either engine. */
export function concurrentReservations(engine: string, mongoUri: () => string | undefined): void {
  describe(`concurrent reservations on ${engine}`, () => {
    let inventory: InventoryKit;
    const startOn = (stock: readonly Units[]) => startInventory(stock, { mongoUri: mongoUri() });
    const refused = (answers: readonly (Rejection | undefined)[]): readonly string[] =>
      answers.flatMap((rejection) => rejection?.code ?? []);

    const adjust = async (sku: string, delta: number): Promise<readonly string[]> => {
      const input = { sku, warehouse: 'EAST', delta, reason: 'A count.' };
      const { data } = await inventory.ask(ADJUST, { input }, { viewer: admin });
      const { errors } = data!['adjustStock'] as { errors: readonly { __typename: string }[] };
      return errors.map((error) => error.__typename);
    };

    afterEach(() => inventory.end());

    /** Fails unless every item's counts agree with each other and with the reservations of the orders. */
    async function expectSumsToAddUp(orders: readonly string[], initial: Readonly<Record<string, number>>) {
      const found: unknown[] = [];
      for (let from = 0; from < orders.length; from += 50)
        found.push(...(await inventory.reservations(orders.slice(from, from + 50))));
      const sum = (status: string, id: string): number =>
        (found as readonly (Reservation | null)[])
          .filter((reservation) => reservation?.status === status)
          .flatMap((reservation) => reservation!.lines)
          .filter(({ sku, warehouse }) => `${sku}/${warehouse}` === id)
          .reduce((total, { quantity }) => total + quantity, 0);
      for (const { sku, warehouse, onHand, reserved, available } of await inventory.items()) {
        const id = `${sku}/${warehouse}`;
        expect([id, onHand, reserved]).toEqual([id, initial[id]! - sum('COMMITTED', id), sum('HELD', id)]);
        expect([id, available]).toEqual([id, onHand - reserved]);
        expect(available).toBeGreaterThanOrEqual(0);
      }
    }

    it('give the last piece to one of twenty orders', async () => {
      inventory = await startOn([units('VASE', 'EAST', 1)]);
      const orders = times(20, (index) => `order-${index}`);
      const answers = await Promise.all(orders.map((order) => inventory.reserve(order, [['VASE', 1]])));
      expect(refused(answers)).toEqual(Array(19).fill('OUT_OF_STOCK'));
      expect(await inventory.stock()).toEqual(['VASE/EAST: 1-1=0']);
      await expectSumsToAddUp(orders, { 'VASE/EAST': 1 });
    });

    it('all succeed where there is enough, 200 at once', async () => {
      inventory = await startOn([units('MUG', 'EAST', 500)]);
      const answers = await Promise.all(
        times(200, (index) => inventory.reserve(`order-${index}`, [['MUG', 2]])),
      );
      expect(refused(answers)).toEqual([]);
      expect(await inventory.stock()).toEqual(['MUG/EAST: 500-400=100']);
    });

    it('empty many warehouses to the last unit, 100 at once, without an error', async () => {
      inventory = await startOn(times(12, (index) => units('MUG', `W${index + 10}`, 5)));
      const answers = await Promise.all(
        times(100, (index) => inventory.reserve(`order-${index}`, [['MUG', 1]])),
      );
      expect(refused(answers)).toEqual(Array(40).fill('OUT_OF_STOCK'));
      expect((await inventory.stock()).every((item) => item.endsWith(': 5-5=0'))).toBe(true);
    });

    it('and losses of the same units leave nothing below zero', async () => {
      inventory = await startOn([units('MUG', 'EAST', 10)]);
      const orders = times(20, (index) => `order-${index}`);
      const [reserved, lost] = await Promise.all([
        Promise.all(orders.map((order) => inventory.reserve(order, [['MUG', 1]]))),
        Promise.all(times(20, () => adjust('MUG', -1))),
      ]);
      const gone = lost.filter((errors) => errors.length === 0).length;
      expect(new Set(lost.flat())).toEqual(new Set(['InsufficientStock']));
      expect(20 - refused(reserved).length).toBe(10 - gone);
      expect(await inventory.stock()).toEqual([`MUG/EAST: ${10 - gone}-${10 - gone}=0`]);
    });

    it('add up with releases, commits and deliveries among them, 200 at once', async () => {
      const initial = { 'LAMP/EAST': 25, 'LAMP/WEST': 15, 'MUG/EAST': 30, 'MUG/WEST': 40 };
      inventory = await startOn(
        Object.entries(initial).map(([id, quantity]) => {
          const [sku = '', warehouse = ''] = id.split('/');
          return units(sku, warehouse, quantity);
        }),
      );
      const orders = times(200, (index) => `order-${index}`);
      const live = async (order: string, index: number) => {
        const rejection = await inventory.reserve(order, [
          ['LAMP', 1 + (index % 3)],
          ['MUG', 1 + (index % 4)],
        ]);
        if (index % 2 === 0) await inventory.release(order);
        else if (index % 3 === 0 && !rejection) await inventory.commit(order);
        return rejection;
      };
      const [answers] = await Promise.all([
        Promise.all(orders.map(live)),
        Promise.all(times(10, () => adjust('MUG', 3))),
      ]);
      expect(new Set(refused(answers))).toEqual(new Set(['OUT_OF_STOCK']));
      expect(refused(answers).length).toBeLessThan(200);
      await expectSumsToAddUp(orders, { ...initial, 'MUG/EAST': initial['MUG/EAST'] + 30 });
    });
  });
}
