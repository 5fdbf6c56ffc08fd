import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@counterstep/service-kit';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { ada, admin, createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import { collectionsOf, createInventoryStore } from '../src/inventory-store.ts';
import { migrateStock } from '../src/migrate-stock.ts';
import { startInventory, units, type InventoryKit } from './inventory-kit.ts';

const MOVEMENTS = `query ($filter: StockMovementFilter, $orderBy: StockMovementOrder) {
  stockMovements(first: 100, filter: $filter, orderBy: $orderBy) {
    totalCount nodes { sku warehouse type quantity reason actor order { id } } } }`;
const ADJUST = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { errors { __typename } } }`;
const BOOKS = '{ stockBooks { sku warehouse onHand moved } }';
const RESERVATIONS = `query ($filter: ReservationFilter, $orderBy: ReservationOrder) {
  reservations(filter: $filter, orderBy: $orderBy) { totalCount nodes { status createdAt order { id } } } }`;

interface Movement {
  readonly type: string;
  readonly quantity: number;
  readonly sku: string;
  readonly warehouse: string;
}

/** What must hold of the movements of stock, and of the lists by which it is seen, on one kind of store. */
export function movementsOfStock(engine: string, mongoUri: () => string | undefined = () => undefined): void {
  describe(`movements of stock on ${engine}`, () => {
    let inventory: InventoryKit;
    const list = async (filter: object = {}, orderBy?: object) => {
      const { data } = await inventory.ask(MOVEMENTS, { filter, orderBy }, { viewer: admin });
      return (data!['stockMovements'] as { nodes: readonly Movement[] }).nodes;
    };
    const kinds = async (filter?: object, orderBy: object = { field: 'AT', direction: 'ASC' }) =>
      (await list(filter, orderBy)).map(
        ({ type, warehouse, quantity }) => `${type} ${quantity} ${warehouse}`,
      );
    const adjust = (sku: string, warehouse: string, delta: number) =>
      inventory.ask(ADJUST, { input: { sku, warehouse, delta, reason: 'A count.' } }, { viewer: admin });
    const order = (orderId: string) => ({ orderId });
    const lines = (quantity: number) => [{ sku: 'LAMP', warehouse: 'EAST', quantity }];

    beforeEach(async () => {
      inventory = await startInventory([units('LAMP', 'EAST', 6), units('LAMP', 'WEST', 0)], {
        mongoUri: mongoUri(),
      });
    });
    afterEach(() => inventory.end());

    it('are all that changes it, in the name of whoever does it', async () => {
      await adjust('LAMP', 'WEST', 4);
      await inventory.reserve('sold', [['LAMP', 8]]);
      await inventory.run('commitParcel', { ...order('sold'), warehouse: 'EAST' });
      await inventory.run('restockUnits', { ...order('sold'), lines: lines(2), reason: 'RETURNED' });
      await inventory.reserve('undone', [['LAMP', 1]]);
      await inventory.release('undone');
      expect(await kinds({ orderId: 'sold' })).toEqual(
        expect.arrayContaining([
          'RESERVATION -6 EAST',
          'RESERVATION -2 WEST',
          'SHIPMENT -6 EAST',
          'RETURN 2 EAST',
        ]),
      );
      expect(await kinds({ orderId: 'undone' })).toEqual(['RESERVATION -1 EAST', 'RELEASE 1 EAST']);
      expect(await list({ type: ['ADJUSTMENT'] })).toMatchObject([
        { warehouse: 'WEST', quantity: 4, reason: 'A count.', actor: admin.id, order: null },
        { warehouse: 'EAST', quantity: 6, reason: 'Opening stock.', actor: null, order: null },
      ]);
      expect(await list({ orderId: 'sold', type: ['RESERVATION'], warehouse: 'WEST' })).toMatchObject([
        { actor: 'saga-of-sold', order: { id: 'sold' } },
      ]);
    });

    it('sum up to what stands there, whatever happens at once', async () => {
      const orders = Array.from({ length: 8 }, (_, index) => `order-${index}`);
      await adjust('LAMP', 'WEST', 9);
      await Promise.all([
        ...orders.map(async (orderId, index) => {
          await inventory.reserve(orderId, [['LAMP', 2]]);
          if (index % 3 === 0) return inventory.release(orderId);
          await Promise.all([
            inventory.run('restockUnits', { orderId, lines: lines(1), reason: 'CANCELLED' }),
            inventory.run('commitParcel', { orderId, warehouse: 'EAST' }),
            inventory.run('commitReservation', { orderId }),
          ]);
          return inventory.run('restockUnits', { orderId, lines: lines(1), reason: 'RETURNED' });
        }),
        adjust('LAMP', 'EAST', 3),
        adjust('LAMP', 'WEST', -1),
      ]);
      const moved = (await list()).filter(({ type }) => ['ADJUSTMENT', 'SHIPMENT', 'RETURN'].includes(type));
      for (const item of await inventory.items()) {
        const own = moved.filter((one) => one.sku === item.sku && one.warehouse === item.warehouse);
        expect(own.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(item.onHand);
      }
      const { data } = await inventory.ask(BOOKS, {}, { service: 'coordinator' });
      for (const { onHand, moved: sum } of data!['stockBooks'] as readonly Record<string, number>[])
        expect(sum).toBe(onHand);
    });

    it('are not made by a step that is repeated, or refused', async () => {
      await inventory.reserve('order-1', [['LAMP', 1]]);
      await inventory.reserve('order-1', [['LAMP', 1]]);
      await inventory.reserve('order-2', [['LAMP', 100]]);
      expect(await kinds({ type: ['RESERVATION'] })).toEqual(['RESERVATION -1 EAST']);
    });

    it('are narrowed by time and product', async () => {
      await adjust('LAMP', 'WEST', 4);
      expect(await list({ atAfter: '2026-03-02T00:00:00.000Z', sku: 'LAMP' })).toHaveLength(1);
      expect(await list({ atBefore: '2026-03-02T00:00:00.000Z' })).toHaveLength(1);
      expect(await list({ sku: 'MUG' })).toEqual([]);
    });

    it('are listed with reservations, by status, product, warehouse, order, customer and date', async () => {
      await adjust('LAMP', 'WEST', 4);
      await inventory.reserve('both', [['LAMP', 8]]);
      await inventory.reserve('west', [['LAMP', 1]]);
      await inventory.release('west');
      const ids = async (filter: object, orderBy?: object) => {
        const { data } = await inventory.ask(RESERVATIONS, { filter, orderBy }, { viewer: admin });
        const { nodes, totalCount } = data!['reservations'] as {
          readonly nodes: readonly { readonly order: { readonly id: string } }[];
          readonly totalCount: number;
        };
        expect(totalCount).toBe(nodes.length);
        return nodes.map(({ order: { id } }) => id);
      };
      expect(await ids({}, { field: 'STATUS', direction: 'DESC' })).toEqual(['west', 'both']);
      expect(await ids({ status: ['HELD'] })).toEqual(['both']);
      expect(await ids({ warehouse: 'EAST' })).toEqual(['both']);
      expect(
        await ids({ warehouse: 'WEST', sku: 'LAMP' }, { field: 'CREATED_AT', direction: 'ASC' }),
      ).toEqual(['both', 'west']);
      for (const filter of [{ sku: "O'Neill.v2$" }, { warehouse: 'NORTH' }, { orderId: 'none' }])
        expect(await ids(filter)).toEqual([]);
      const [early, late] = ['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z'];
      for (const filter of [{ customerId: 'nobody' }, { createdAfter: late }, { createdBefore: early }])
        expect(await ids(filter)).toEqual([]);
      expect(await ids({ customerId: ada.id, createdAfter: early, createdBefore: late })).toHaveLength(2);
      expect(await ids({ orderId: 'west' })).toEqual(['west']);
    });
  });

  describe(`stock of an older version on ${engine}`, () => {
    let kit: ServiceKit;
    let store: DocumentStore;
    const clock = { now: () => Date.parse('2026-03-01T09:30:00Z') };
    const at = '2026-01-01T00:00:00.000Z';
    const item = (sku: string, warehouse: string, onHand: number) => ({
      ...{ id: `${sku}/${warehouse}`, sku, warehouse, onHand, reserved: 0, available: onHand, createdAt: at },
    });
    const movements = async () => (await collectionsOf(store).movements.find({ limit: 100 })).edges;

    beforeEach(async () => {
      kit = await createServiceKit();
      const database = { mongoUri: mongoUri(), mongoDb: `test_${newId().slice(-12)}` };
      store = await openDocumentStore({ ...kit.config, service: 'inventory', ...database });
      const { stock, reservations } = collectionsOf(store);
      const held = { orderId: 'order-1', customerId: 'ada', status: 'HELD', heldAt: at } as const;
      await store.commit([
        ...[item('MUG', 'EAST', 5), item('MUG', 'WEST', 0), item('LAMP', 'EAST', 2)].map((one) =>
          stock.insert(one),
        ),
        reservations.insert({ id: 'r-1', ...held, lines: [units('MUG', 'EAST', 1)] }),
      ]);
    });
    afterEach(async () => {
      await store.close();
      await kit.remove();
    });

    it('gets warehouses, and movements that sum up to it', async () => {
      await migrateStock(store, clock);
      const inventory = createInventoryStore(store);
      expect((await inventory.warehouses()).map(({ code, name, active }) => [code, name, active])).toEqual([
        ['EAST', 'EAST', true],
        ['WEST', 'WEST', true],
      ]);
      expect((await movements()).map(({ node }) => [node.sku, node.warehouse, node.quantity])).toEqual([
        ['LAMP', 'EAST', 2],
        ['MUG', 'EAST', 5],
      ]);
      const found = await inventory.reservations({}, { sku: 'MUG' }, [['heldAt', 'ascending']]);
      expect(found.nodes.map(({ orderId }) => orderId)).toEqual(['order-1']);
    });

    it('gets them once, also by processes that start at the same time', async () => {
      await Promise.all([migrateStock(store, clock), migrateStock(store, clock)]);
      await migrateStock(store, clock);
      expect(await movements()).toHaveLength(2);
    });
  });
}
