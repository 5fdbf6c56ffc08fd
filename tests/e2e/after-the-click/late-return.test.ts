import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setById } from '../audit/faults.ts';
import { logIn, type Client } from '../support/client.ts';
import { settled } from '../support/eventually.ts';
import { command } from '../support/operators.ts';
import { stockOf } from '../support/orders.ts';
import { startSystem, type System } from '../support/system.ts';
import { expireWait } from './expire.ts';
import {
  ask,
  deliveredOrder,
  orderOf,
  PRICE,
  RECEIVE,
  received,
  REQUEST,
  wanted,
  type Seen,
} from './returns.ts';
import { expectCleanAudit } from './whole-life.ts';

interface Sent {
  readonly orderId: string;
  readonly returnId: string;
  readonly sagaId: string;
}

let system: System;
let admin: Client;
let ada: Client;
let late: Sent;
let forgotten: Sent;
let heard: Sent;
let before: { readonly onHand: number };

const logInAll = async (): Promise<void> => {
  [ada, admin] = await Promise.all([logIn(system.url, 'ada'), logIn(system.url, 'admin')]);
};
const sendBack = async (): Promise<Sent> => {
  const orderId = await deliveredOrder(ada, admin);
  const asked = await ask(ada, REQUEST, wanted(orderId, 2));
  return { orderId, returnId: asked.return!.id, sagaId: asked.saga!.id };
};
const isOver = ({ sagas }: Seen): boolean =>
  sagas.every(({ status }) => status === 'COMPLETED' || status === 'COMPENSATED');
const over = (sent: Sent): Promise<Seen> => settled(() => orderOf(ada, sent.orderId), isOver);

/** Moves the deadline for a return's parcel a moment into the past. */
const tooLate = ({ returnId }: Sent): Promise<void> =>
  setById(system.dataDir, 'orders', 'returns', returnId, {
    receiveBy: new Date(Date.now() - 1_000).toISOString(),
  });

beforeAll(async () => {
  system = await startSystem();
  await logInAll();
  [late, forgotten, heard] = await Promise.all([sendBack(), sendBack(), sendBack()]);
  before = await stockOf(admin, 'MUG-BLUE');
  // The units of this return were received in time, and its saga does not learn of that before the deadline.
  await command(admin, 'pauseSaga', heard.sagaId);
  expect((await ask(admin, RECEIVE, received(heard.returnId, 2, 2))).errors).toEqual([]);
  await Promise.all([ada.close(), admin.close()]);
  await system.kill();
  for (const sent of [late, forgotten, heard]) await tooLate(sent);
  await expireWait(system.dataDir, forgotten.sagaId);
  system = await system.restart();
  await logInAll();
}, 60_000);

afterAll(async () => {
  await Promise.all([ada.close(), admin.close()]);
  await system.remove();
});

describe('a return whose parcel does not come in time', () => {
  it.each([
    ['when orders are asked once more', () => late],
    ['also where nobody could ask for longer than the saga waits', () => forgotten],
  ])(
    'is undone %s: its parcel is cancelled, nothing is paid back, and the customer is told',
    async (_, which) => {
      const sent = which();
      await command(admin, 'retrySaga', sent.sagaId);
      const order = await over(sent);
      expect(order).toMatchObject({
        ...{ fulfilment: 'DELIVERED', lines: [{ returned: 0 }], refunded: { amount: 0 } },
        returns: [{ status: 'CLOSED' }],
      });
      expect(order.sagas.at(-1)).toMatchObject({
        status: 'COMPENSATED',
        failure: { step: 'awaitParcel', code: 'WAIT_EXPIRED' },
      });
      expect(order.shipments.find(({ status }) => status === 'CANCELLED')).toMatchObject({
        direction: 'TO_WAREHOUSE',
      });
      expect(order.notifications.map(({ type }) => type)).toContain('RETURN_CLOSED');
    },
  );

  it('takes nothing that comes a moment later', async () => {
    expect((await ask(admin, RECEIVE, received(late.returnId, 2, 2))).errors).toMatchObject([
      { __typename: 'ReturnStateConflict', status: 'CLOSED' },
    ]);
    expect(await over(late)).toMatchObject({ refunded: { amount: 0 }, returns: [{ status: 'CLOSED' }] });
  });

  it('may be asked for again, and is received then', async () => {
    const { return: again, errors } = await ask(ada, REQUEST, wanted(late.orderId, 1));
    expect(errors).toEqual([]);
    const other = {
      returnId: again!.id,
      warehouse: 'EAST',
      lines: [{ sku: 'DESK-LAMP', accepted: 1, resellable: 1 }],
    };
    expect((await ask(admin, RECEIVE, other)).errors).toMatchObject([
      { __typename: 'NotReturnable', sku: 'DESK-LAMP', returnable: 0 },
    ]);
    expect((await ask(admin, RECEIVE, received(again!.id, 1, 0))).errors).toEqual([]);
    expect(await over(late)).toMatchObject({ refunded: { amount: PRICE }, lines: [{ returned: 1 }] });
  });
});

describe('a return that was received in time, and whose saga hears of it afterwards', () => {
  it('is accepted and paid back all the same', async () => {
    expect((await command(admin, 'resumeSaga', heard.sagaId)).errors).toEqual([]);
    expect(await over(heard)).toMatchObject({
      ...{ lines: [{ returned: 2 }], refunded: { amount: 2 * PRICE } },
      returns: [{ status: 'COMPLETED' }],
    });
    expect((await stockOf(admin, 'MUG-BLUE')).onHand).toBe(before.onHand + 2);
  });

  it('stands up to the auditor', async () => {
    await expectCleanAudit(system);
  });
});
