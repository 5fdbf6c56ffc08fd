import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  deliveredOrder,
  orderOf,
  PRICE,
  RECEIVE,
  received,
  REQUEST,
  wanted,
} from '../after-the-click/returns.ts';
import { expectCleanAudit } from '../after-the-click/whole-life.ts';
import { logIn, type Client } from '../support/client.ts';
import { eventually, settled } from '../support/eventually.ts';
import { startSystem, type System } from '../support/system.ts';

/** Less time than a start takes, in days. */
const RETENTION = '0.000001';

const SAGAS = 'query ($id: ID!) { order(id: $id) { sagas { type status archivedAt events { sequence } } } }';

interface Saga {
  readonly type: string;
  readonly status: string;
  readonly archivedAt: string | null;
  readonly events: readonly object[];
}

let system: System;
let admin: Client;
let ada: Client;
let orderId: string;
let returnId: string;

const sagasNow = async (): Promise<readonly Saga[]> =>
  (await ada.ask<{ order: { sagas: readonly Saga[] } }>(SAGAS, { id: orderId })).order.sagas;
const logInAll = async (): Promise<void> => {
  [ada, admin] = await Promise.all([logIn(system.url, 'ada'), logIn(system.url, 'admin')]);
};

beforeAll(async () => {
  system = await startSystem({ SAGA_RETENTION_DAYS: '0' });
  await logInAll();
  orderId = await deliveredOrder(ada, admin);
  returnId = (await ask(ada, REQUEST, wanted(orderId, 2))).return!.id;
  await Promise.all([ada.close(), admin.close()]);
  await system.stop();
  system = await system.restart({ SAGA_RETENTION_DAYS: RETENTION, AUDIT_ON_START: 'false' });
  await logInAll();
});
afterAll(async () => {
  await Promise.all([ada.close(), admin.close()]);
  await system.remove();
});

describe('A return that waits while the sagas before it are archived', () => {
  it('keeps all that it knows', async () => {
    const sagas = await eventually(sagasNow, (all) => all.some(({ archivedAt }) => archivedAt !== null));
    const waiting = sagas.filter(({ type }) => type === 'ReturnOrder');
    expect(waiting).toMatchObject([{ status: 'RUNNING', archivedAt: null }]);
    expect(waiting[0]!.events).not.toEqual([]);
    const others = await eventually(
      async () => (await sagasNow()).filter(({ type }) => type !== 'ReturnOrder'),
      (all) => all.every(({ archivedAt }) => archivedAt !== null),
    );
    expect(others.map(({ type }) => type)).toEqual(['PlaceOrder', 'MoveParcel', 'MoveParcel']);
  });

  it('ends as if nothing had been forgotten', async () => {
    expect((await ask(admin, RECEIVE, received(returnId, 2, 1))).errors).toEqual([]);
    const order = await settled(
      () => orderOf(ada, orderId),
      ({ returns, sagas }) =>
        returns[0]?.status === 'COMPLETED' && sagas.every(({ status }) => status === 'COMPLETED'),
    );
    expect(order).toMatchObject({ lines: [{ returned: 2 }], refunded: { amount: 2 * PRICE } });
    expect(order.notifications.map(({ type }) => type)).toContain('RETURN_ACCEPTED');
    await expectCleanAudit(system);
  });
});
