import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, stepInput } from '@counterstep/service-kit/testing';
import { startInventory, units, type InventoryKit } from './inventory-kit.ts';
import { restock, restockingInAnyOrder } from './restocking.ts';

restockingInAnyOrder('SQLite', 40);

describe('the units of a cancelled order', () => {
  let inventory: InventoryKit;
  const done = { restockInventory: { rejection: null } };
  const step = stepInput('restockInventory', 'cancelling');
  const status = async () =>
    ((await inventory.reservations(['order-1']))[0] as { status: string } | null)?.status;

  beforeEach(async () => {
    inventory = await startInventory([units('LAMP', 'EAST', 6), units('LAMP', 'WEST', 4)]);
  });
  afterEach(() => inventory.end());

  it('come back to the warehouses that they have left', async () => {
    await inventory.reserve('order-1', [['LAMP', 8]]);
    await inventory.commit('order-1');
    expect(await inventory.stock()).toEqual(['LAMP/EAST: 0-0=0', 'LAMP/WEST: 2-0=2']);
    expect((await restock(inventory, 'order-1', step)).data).toEqual(done);
    expect((await restock(inventory, 'order-1', step)).data).toEqual(done);
    expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-0=4']);
    expect(await status()).toBe('RELEASED');
  });

  it('are free again where they have not left yet, and never leave then', async () => {
    await inventory.reserve('order-1', [['LAMP', 8]]);
    expect((await restock(inventory, 'order-1', step)).data).toEqual(done);
    expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-0=4']);
    expect((await inventory.commit('order-1')).data).toEqual({ commitReservation: { rejection: null } });
    expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-0=4']);
    expect(await status()).toBe('RELEASED');
  });

  it('can be sold again', async () => {
    await inventory.reserve('order-1', [['LAMP', 10]]);
    await inventory.commit('order-1');
    expect(await inventory.reserve('order-2', [['LAMP', 1]])).toMatchObject({ code: 'OUT_OF_STOCK' });
    await restock(inventory, 'order-1', step);
    expect(await inventory.reserve('order-3', [['LAMP', 10]])).toBeUndefined();
  });

  it('are not made up where nothing was ever held', async () => {
    const { data } = await restock(inventory, 'order-1', step);
    expect(data).toEqual({ restockInventory: { rejection: { code: 'RESERVATION_NOT_FOUND' } } });
    expect(await inventory.stock()).toEqual(['LAMP/EAST: 6-0=6', 'LAMP/WEST: 4-0=4']);
  });

  it('are put back by the coordinator only', async () => {
    const mutation = `mutation ($step: StepInput!) { restockInventory(step: $step, input: { orderId: "order-1" }) { __typename } }`;
    const { errors } = await inventory.ask(mutation, { step }, { viewer: admin });
    expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });
});
