import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, admin, stepInput } from '@counterstep/service-kit/testing';
import { reserveInput, startInventory, units, type InventoryKit } from './inventory-kit.ts';

const coordinator = { service: 'coordinator' } as const;
const RESERVE = `mutation ($step: StepInput!, $input: ReserveInventoryInput!) {
  reserveInventory(step: $step, input: $input) {
    reservationId parcels { warehouse lines { sku quantity } } rejection { code } } }`;
const ENDING = `query ($before: DateTime!, $first: Int) { endingHolds(before: $before, first: $first) {
  orderId sagaId expiresAt } }`;
const EXTEND = 'mutation ($orderId: ID!, $until: DateTime!) { extendHold(orderId: $orderId, until: $until) }';
const EXPIRE = 'mutation ($orderId: ID!) { expireHold(orderId: $orderId) }';

/** Short, because a test's tokens end as well when its clock goes ahead. */
const HOLD_MS = 50_000;

/** What must hold of what is held with an end, on one kind of store. */
export function holdsWithAnEnd(engine: string, mongoUri: () => string | undefined = () => undefined): void {
  describe(`holds with an end on ${engine}`, () => {
    let inventory: InventoryKit;
    let ahead = 0;
    const clock = { now: () => Date.now() + ahead };
    const inMs = (ms: number): string => new Date(clock.now() + ms).toISOString();
    const step = (mutation: string, orderId: string): object => ({
      ...stepInput(mutation, `saga-of-${orderId}`),
      deadline: inMs(60_000),
    });
    const hold = async (orderId: string, quantity = 2, holdForMs: number | null = HOLD_MS) => {
      const input = { ...reserveInput(orderId, [['LAMP', quantity]]), holdForMs };
      return inventory.ask(RESERVE, { input, step: step('reserveInventory', orderId) }, coordinator);
    };
    const allocate = (orderId: string) =>
      inventory.run('allocateReservation', { orderId }, step('allocateReservation', orderId));
    const ending = async (before: string, first?: number) =>
      (await inventory.ask(ENDING, { before, first }, coordinator)).data!['endingHolds'] as readonly {
        readonly orderId: string;
        readonly expiresAt: string;
      }[];
    const extend = async (orderId: string, until: string) =>
      (await inventory.ask(EXTEND, { orderId, until }, coordinator)).data?.['extendHold'];
    const expire = async (orderId: string) =>
      (await inventory.ask(EXPIRE, { orderId }, coordinator)).data!['expireHold'];
    const reservation = async (orderId: string) =>
      (await inventory.reservations([orderId]))[0] as { status: string; expiresAt: string | null };

    beforeEach(async () => {
      ahead = 0;
      inventory = await startInventory([units('LAMP', 'EAST', 6), units('LAMP', 'WEST', 4)], {
        mongoUri: mongoUri(),
        clock,
      });
    });
    afterEach(() => inventory.end());

    it('are made with the parcels that are to be sent, by the warehouse', async () => {
      const { data } = await hold('order-1', 8);
      expect(data!['reserveInventory']).toEqual({
        reservationId: expect.any(String),
        parcels: [
          { warehouse: 'EAST', lines: [{ sku: 'LAMP', quantity: 6 }] },
          { warehouse: 'WEST', lines: [{ sku: 'LAMP', quantity: 2 }] },
        ],
        rejection: null,
      });
    });

    it('show when they end by the clock of inventory', async () => {
      ahead = HOLD_MS;
      const before = inMs(HOLD_MS);
      await hold('order-1');
      const { status, expiresAt } = await reservation('order-1');
      expect(status).toBe('HELD');
      expect(before <= expiresAt! && expiresAt! <= inMs(HOLD_MS)).toBe(true);
    });

    it('are refused for no time and for longer than 31 days', async () => {
      for (const ms of [0, -1, 2_147_483_647 * 2]) {
        const { errors } = await hold('order-1', 1, ms);
        expect(errors).toHaveLength(1);
      }
      expect(await inventory.reservations(['order-1'])).toEqual([null]);
    });

    it('lose their end when the order stands, once and for good', async () => {
      await hold('order-1');
      expect(await allocate('order-1')).toBeUndefined();
      expect(
        await inventory.run('allocateReservation', { orderId: 'order-1' }, step('again', 'order-1')),
      ).toBeUndefined();
      ahead = 2 * HOLD_MS;
      expect(await ending(inMs(0))).toEqual([]);
      expect(await expire('order-1')).toBe(false);
      expect(await reservation('order-1')).toMatchObject({ status: 'HELD', expiresAt: null });
    });

    it('are not made to last where nothing is held', async () => {
      expect(await allocate('order-1')).toBe('RESERVATION_NOT_FOUND');
      await hold('order-2');
      await inventory.release('order-2');
      expect(await allocate('order-2')).toBe('RESERVATION_NOT_HELD');
      await hold('order-3');
      await inventory.run('restockInventory', { orderId: 'order-3' });
      expect(await allocate('order-3')).toBeUndefined();
    });

    it('are named to the coordinator by their end, and those without one never', async () => {
      await hold('later', 1, 2 * HOLD_MS);
      await hold('sooner', 1, HOLD_MS);
      await hold('endless', 1, null);
      const ids = async (ms: number, first?: number) =>
        (await ending(inMs(ms), first)).map(({ orderId }) => orderId);
      expect(await ids(HOLD_MS / 2)).toEqual([]);
      expect(await ids(HOLD_MS + 1)).toEqual(['sooner']);
      expect(await ids(3 * HOLD_MS)).toEqual(['sooner', 'later']);
      expect(await ids(3 * HOLD_MS, 1)).toEqual(['sooner']);
      expect((await ending(inMs(HOLD_MS + 1)))[0]).toMatchObject({ sagaId: 'saga-of-sooner' });
      expect((await inventory.ask(ENDING, { before: inMs(0), first: 101 }, coordinator)).errors).toHaveLength(
        1,
      );
    });

    it('end later when they are extended, and never sooner', async () => {
      await hold('order-1');
      const until = inMs(2 * HOLD_MS);
      expect(await extend('order-1', until)).toBe(true);
      expect(await extend('order-1', inMs(HOLD_MS))).toBe(true);
      expect((await reservation('order-1')).expiresAt).toBe(until);
      ahead = 1.5 * HOLD_MS;
      expect(await expire('order-1')).toBe(false);
      expect(await extend('nobody', until)).toBe(false);
      expect(await extend('order-1', inMs(32 * 24 * 3_600_000))).toBeUndefined();
    });

    it('end when their end has come, not before, and their units are free', async () => {
      await hold('order-1', 8);
      expect(await expire('order-1')).toBe(false);
      ahead = HOLD_MS + 1;
      expect(await Promise.all([expire('order-1'), expire('order-1')])).toContain(true);
      expect(await expire('order-1')).toBe(false);
      expect(await reservation('order-1')).toMatchObject({ status: 'EXPIRED' });
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-0=4']);
    });

    it('that have ended are refused to an order that comes late, and nothing of them moves any more', async () => {
      await hold('order-1', 8);
      ahead = HOLD_MS + 1;
      await expire('order-1');
      expect(await allocate('order-1')).toBe('RESERVATION_EXPIRED');
      expect(await extend('order-1', inMs(HOLD_MS))).toBe(false);
      const run = (
        mutation: 'commitParcel' | 'restockUnits' | 'restockInventory' | 'commitReservation',
        input = {},
      ) => inventory.run(mutation, { orderId: 'order-1', ...input }, step(mutation, 'order-1'));
      const lines = [{ sku: 'LAMP', warehouse: 'EAST', quantity: 1 }];
      expect(await run('commitParcel', { warehouse: 'EAST' })).toBeUndefined();
      expect(await run('restockUnits', { lines, reason: 'CANCELLED' })).toBeUndefined();
      expect(await run('restockInventory')).toBeUndefined();
      expect(await run('commitReservation')).toBe('RESERVATION_EXPIRED');
      expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-0=4']);
    });

    it('are either allocated or ended where both come at once', async () => {
      for (const orderId of ['order-1', 'order-2', 'order-3']) await hold(orderId, 1);
      ahead = HOLD_MS + 1;
      for (const orderId of ['order-1', 'order-2', 'order-3']) {
        const [code, expired] = await Promise.all([allocate(orderId), expire(orderId)]);
        expect(code).toBe(expired ? 'RESERVATION_EXPIRED' : undefined);
        expect((await reservation(orderId)).status).toBe(expired ? 'EXPIRED' : 'HELD');
      }
    });

    it.each([
      [ENDING, { before: new Date().toISOString() }],
      [EXTEND, { orderId: 'order-1', until: new Date().toISOString() }],
      [EXPIRE, { orderId: 'order-1' }],
    ])('are ended by the coordinator only: %s', async (query, variables) => {
      for (const viewer of [ada, admin]) {
        const { errors } = await inventory.ask(query, variables, { viewer });
        expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
      }
    });
  });
}
