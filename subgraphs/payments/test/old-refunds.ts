import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@counterstep/service-kit';
import { ada, createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import type { Payment } from '../src/domain/payment.ts';
import { createPaymentStore } from '../src/payment-store.ts';
import { recordOldRefunds } from '../src/refund-migration.ts';
import { createRefundStore } from '../src/refund-store.ts';
import { usd } from './fixture.ts';

const clock = { now: () => Date.parse('2026-03-01T09:30:00Z') };
const refundedAt = '2026-01-02T00:00:00.000Z';

const written = (id: string, status: Payment['status'], refunded: number) => ({
  ...{ id, status, orderId: `order-${id}`, customerId: ada.id, providerKey: `key-${id}`, amount: usd(2800) },
  ...{ refunded: usd(refunded), createdAt: '2026-01-01T00:00:00.000Z' },
  ...(status === 'REFUNDED' && { refundedAt }),
});

/** Tests that money which an older version gave back is shown as refunds. */
export function oldRefunds(engine: string, mongoUri?: () => string): void {
  describe(`refunds of an older version on ${engine}`, () => {
    let kit: ServiceKit;
    let store: DocumentStore;
    const stores = () => [createPaymentStore(store), createRefundStore(store)] as const;
    const migrate = () => recordOldRefunds(store, ...stores(), clock);
    const all = async () => {
      const [, refunds] = stores();
      return (await refunds.list({ first: 100 }, {}, [['requestedAt', 'ascending']])).nodes;
    };

    beforeEach(async () => {
      kit = await createServiceKit();
      store = await openDocumentStore({
        ...kit.config,
        service: 'payments',
        mongoUri: mongoUri?.(),
        mongoDb: `test_${newId().slice(-12)}`,
      });
      const [payments] = stores();
      await store.commit(
        [
          written('1', 'REFUNDED', 2800),
          written('2', 'CAPTURED', 0),
          written('3', 'VOIDED', 0),
          written('4', 'REFUNDED', 2800),
        ].map((payment) => payments.recordPending(payment)),
      );
    });
    afterEach(async () => {
      await store.close();
      await kit.remove();
    });

    it('are made of what was given back, and of nothing else', async () => {
      await migrate();
      const facts = { status: 'SUCCEEDED', cause: 'CANCELLATION', amount: usd(2800), customerId: ada.id };
      const times = { requestedAt: refundedAt, settledAt: refundedAt };
      const refunds = await all();
      expect(refunds.map(({ orderId }) => orderId).sort()).toEqual(['order-1', 'order-4']);
      for (const refund of refunds) expect(refund).toMatchObject({ ...facts, ...times });
    });

    it('are made once, also by processes that start at the same time', async () => {
      await Promise.all([migrate(), migrate()]);
      await migrate();
      expect(await all()).toHaveLength(2);
    });
  });
}
