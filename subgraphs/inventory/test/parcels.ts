import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stepInput } from '@counterstep/service-kit/testing';
import { startInventory, units, type InventoryKit } from './inventory-kit.ts';

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** What must hold of an order's units that leave and come back parcel by parcel, on one kind of store. */
export function unitsInParcels(engine: string, mongoUri: () => string | undefined = () => undefined): void {
  describe(`units of an order in parcels on ${engine}`, () => {
    let inventory: InventoryKit;
    const commit = (warehouse: string, step?: object) =>
      inventory.run('commitParcel', { orderId: 'order-1', warehouse }, step);
    const restock = (
      sku: string,
      warehouse: string,
      quantity: number,
      { reason = 'CANCELLED', step }: { reason?: string; step?: object } = {},
    ) =>
      inventory.run(
        'restockUnits',
        { orderId: 'order-1', lines: [{ sku, warehouse, quantity }], reason },
        step,
      );
    const status = async () =>
      ((await inventory.reservations(['order-1']))[0] as { status: string } | null)?.status;

    beforeEach(async () => {
      inventory = await startInventory(
        [units('LAMP', 'EAST', 6), units('LAMP', 'WEST', 4), units('MUG', 'WEST', 10)],
        { mongoUri: mongoUri() },
      );
      await inventory.reserve('order-1', [
        ['LAMP', 8],
        ['MUG', 1],
      ]);
      await inventory.run('allocateReservation', { orderId: 'order-1' });
    });
    afterEach(() => inventory.end());

    it('leave their warehouse once, whatever says so and how often', async () => {
      const step = stepInput('commitParcel');
      await Promise.all([...times(6, () => commit('EAST')), commit('EAST', step), commit('EAST', step)]);
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 0-0=0', 'LAMP/WEST: 4-2=2', 'MUG/WEST: 10-1=9']);
      expect(await status()).toBe('HELD');
      await commit('WEST');
      await commit('EAST');
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 0-0=0', 'LAMP/WEST: 2-0=2', 'MUG/WEST: 9-0=9']);
      expect(await status()).toBe('COMMITTED');
    });

    it('do not leave a warehouse in which none is held', async () => {
      const before = await inventory.stock();
      expect(await commit('NORTH')).toBeUndefined();
      expect(await inventory.stock()).toEqual(before);
    });

    it('are free again where they are held, and do not leave then', async () => {
      expect(await restock('LAMP', 'EAST', 2)).toBeUndefined();
      expect((await inventory.stock())[0]).toBe('LAMP/EAST: 6-4=2');
      await commit('EAST');
      expect((await inventory.stock())[0]).toBe('LAMP/EAST: 2-0=2');
    });

    it('come back to the warehouse that they have left', async () => {
      await commit('EAST');
      expect(await restock('LAMP', 'EAST', 2)).toBeUndefined();
      expect((await inventory.stock())[0]).toBe('LAMP/EAST: 2-0=2');
      expect(await status()).toBe('HELD');
    });

    it('stand where a return was received, also where their product never stood', async () => {
      await commit('EAST');
      await commit('WEST');
      expect(await restock('LAMP', 'WEST', 5, { reason: 'RETURNED' })).toBeUndefined();
      expect(await restock('MUG', 'EAST', 1, { reason: 'RETURNED' })).toBeUndefined();
      expect(await inventory.stock()).toEqual([
        'LAMP/EAST: 0-0=0',
        'LAMP/WEST: 7-0=7',
        'MUG/EAST: 1-0=1',
        'MUG/WEST: 9-0=9',
      ]);
      expect(await status()).toBe('COMMITTED');
    });

    it('stand where they came from, where they are said to be received in no warehouse', async () => {
      await commit('WEST');
      expect(await restock('MUG', 'NOWHERE', 1, { reason: 'RETURNED' })).toBeUndefined();
      expect((await inventory.stock())[2]).toBe('MUG/WEST: 10-0=10');
    });

    it('of a return are not those that wait to be sent', async () => {
      await commit('WEST');
      await restock('LAMP', 'EAST', 2, { reason: 'RETURNED' });
      expect((await inventory.stock())[0]).toBe('LAMP/EAST: 8-6=2');
    });

    it('never come back more often than they are', async () => {
      await commit('EAST');
      expect(await restock('LAMP', 'EAST', 9)).toBe('TOO_MANY_UNITS');
      expect(await restock('LAMP', 'EAST', 6)).toBeUndefined();
      expect(await restock('LAMP', 'EAST', 3)).toBe('TOO_MANY_UNITS');
      expect(await restock('MUG', 'WEST', 2, { reason: 'RETURNED' })).toBe('TOO_MANY_UNITS');
      expect(await restock('NOTHING', 'WEST', 1)).toBe('TOO_MANY_UNITS');
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-2=2', 'MUG/WEST: 10-1=9']);
    });

    it('of which twelve cancel the same one at once, come back once', async () => {
      const answers = await Promise.all(times(12, () => restock('MUG', 'WEST', 1)));
      expect(answers.filter((code) => code === undefined)).toHaveLength(1);
      expect(answers.filter(Boolean)).toEqual(Array(11).fill('TOO_MANY_UNITS'));
      expect((await inventory.stock())[2]).toBe('MUG/WEST: 10-0=10');
    });

    it('come back once for all attempts of a step, and none where none are named', async () => {
      const step = stepInput('restockUnits');
      await restock('LAMP', 'EAST', 2, { step });
      await restock('LAMP', 'EAST', 2, { step });
      await inventory.run('restockUnits', { orderId: 'order-1', lines: [], reason: 'RETURNED' });
      expect((await inventory.stock())[0]).toBe('LAMP/EAST: 6-4=2');
    });

    it('add up whatever leaves and comes back at once', async () => {
      await Promise.all([
        ...times(3, () => restock('LAMP', 'EAST', 1)),
        commit('EAST'),
        restock('LAMP', 'WEST', 2),
        commit('WEST'),
        restock('LAMP', 'EAST', 1, { reason: 'RETURNED' }).catch(() => undefined),
        commit('EAST'),
      ]);
      const books = await inventory.ask(
        '{ stockBooks { sku warehouse onHand reserved available opening adjusted held sold settled } }',
        {},
        { service: 'coordinator' },
      );
      for (const { onHand, reserved, available, opening, adjusted, held, sold } of books.data![
        'stockBooks'
      ] as readonly Record<string, number>[]) {
        expect(onHand).toBe(opening! + adjusted! - sold!);
        expect([reserved, available]).toEqual([held, onHand! - reserved!]);
      }
    });
  });

  describe(`reservations of placing version 1 on ${engine}`, () => {
    let inventory: InventoryKit;
    const start = ['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-0=4'];
    const order = { orderId: 'order-1' };
    const lines = [{ sku: 'LAMP', warehouse: 'SOMEWHERE', quantity: 3 }];

    beforeEach(async () => {
      inventory = await startInventory([units('LAMP', 'EAST', 6), units('LAMP', 'WEST', 4)], {
        mongoUri: mongoUri(),
      });
      await inventory.reserve('order-1', [['LAMP', 8]]);
    });
    afterEach(() => inventory.end());

    it('give units back from wherever they have them', async () => {
      await inventory.run('restockUnits', { ...order, lines, reason: 'CANCELLED' });
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-3=3', 'LAMP/WEST: 4-2=2']);
      await inventory.run('commitReservation', order);
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 3-0=3', 'LAMP/WEST: 2-0=2']);
      await inventory.run('restockUnits', { ...order, lines, reason: 'CANCELLED' });
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 2-0=2']);
      await inventory.run('restockInventory', order);
      await inventory.run('restockInventory', order);
      expect(await inventory.stock()).toEqual(start);
      expect(await inventory.reservations(['order-1'])).toMatchObject([{ status: 'RELEASED' }]);
    });

    it('are cancelled, taken and put back as those of version 2', async () => {
      await inventory.run('commitParcel', { ...order, warehouse: 'EAST' });
      await inventory.run('restockInventory', order);
      expect(await inventory.stock()).toEqual(start);
      expect(await inventory.run('commitReservation', order)).toBeUndefined();
      expect(await inventory.stock()).toEqual(start);
    });
  });
}
