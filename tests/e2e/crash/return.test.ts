import { describe, expect, it } from '@jest/globals';
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
} from '../after-the-click/returns.ts';
import { expectCleanAudit } from '../after-the-click/whole-life.ts';
import { chargesOf } from '../support/books.ts';
import { settled } from '../support/eventually.ts';
import { around, Patron, startLasting } from '../support/lasting.ts';
import { stockOf } from '../support/orders.ts';

const requested = [
  ...around(['openReturn', 'bookReturnParcel', 'awaitParcel']),
  'after-commit:awaitParcel:STEP_WAITING',
];
const accepted = [
  // The receipt wakes the step, which is asked again.
  ...around(['awaitParcel', 'acceptReturn', 'refundPayment', 'restockInventory', 'completeReturn']),
  'after-send:sendReturnAccepted:invoke',
];
const excused = [...around(['claimRefund', 'executeRefund']), 'after-send:sendRefund:invoke'];

const ISSUE = `mutation ($input: IssueRefundInput!) { issueRefund(input: $input) { errors { __typename } } }`;
const GOODWILL = 500;

const isOver = ({ sagas }: Seen): boolean => sagas.every(({ status }) => status === 'COMPLETED');

describe('A process that dies again and again during a return, and during a gesture after it', () => {
  it('takes the units back and gives the money back completely and once', async () => {
    const system = await startLasting({ LOG_LEVEL: 'silent' }, [...requested, ...accepted, ...excused]);
    const [ada, admin] = [new Patron(system, 'ada'), new Patron(system, 'admin')];
    const over = (orderId: string): Promise<Seen> =>
      ada.insist((client) => settled(() => orderOf(client, orderId), isOver, 60_000));
    try {
      const orderId = await ada.insist((customer) =>
        admin.insist((client) => deliveredOrder(customer, client)),
      );
      const before = await admin.insist((client) => stockOf(client, 'MUG-BLUE'));
      const asked = wanted(orderId, 2, { idempotencyKey: 'both-mugs-back' });
      const opened = await ada.insist((client) => ask(client, REQUEST, asked));
      expect([opened.errors, system.crossed]).toEqual([[], requested]);

      const receipt = received(opened.return!.id, 1, 1);
      expect((await admin.insist((client) => ask(client, RECEIVE, receipt))).errors).toEqual([]);
      await over(orderId);
      expect(system.crossed).toEqual([...requested, ...accepted]);

      const amount = { amount: GOODWILL, currency: 'USD' };
      const input = { orderId, amount, note: 'It took so long.', idempotencyKey: 'it-took-so-long' };
      expect(await admin.insist((client) => client.ask(ISSUE, { input }))).toEqual({
        issueRefund: { errors: [] },
      });
      const order = await over(orderId);
      expect(system.crossed).toEqual([...requested, ...accepted, ...excused]);
      expect(order).toMatchObject({
        ...{ lines: [{ returned: 1 }], refunded: { amount: PRICE + GOODWILL } },
        refunds: [
          { amount: { amount: PRICE }, cause: 'RETURN', status: 'SUCCEEDED' },
          { amount: { amount: GOODWILL }, cause: 'GOODWILL', status: 'SUCCEEDED' },
        ],
      });
      const mails = order.notifications.map(({ type }) => type).sort();
      expect(mails.filter((type) => type === 'RETURN_ACCEPTED' || type === 'REFUND_ISSUED')).toEqual([
        'REFUND_ISSUED',
        'RETURN_ACCEPTED',
      ]);
      expect(await admin.insist((client) => chargesOf(client, orderId))).toMatchObject([
        { refunded: { amount: PRICE + GOODWILL } },
      ]);
      expect((await admin.insist((client) => stockOf(client, 'MUG-BLUE'))).onHand).toBe(before.onHand + 1);
      await expectCleanAudit(await system.running());
    } finally {
      await Promise.all([ada.close(), admin.close()]);
      await system.remove();
    }
  }, 400_000);
});
