import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@counterstep/service-kit';
import { ada, createServiceKit } from '@counterstep/service-kit/testing';
import { openDocumentStore, type Write } from '@counterstep/document-store';
import { createOrderStore } from '../src/order-store.ts';
import { address, parcel, startOrders, units, usd, type OrdersKit } from './kit.ts';

const AT = '2026-02-28T09:00:00.000Z';

/** Orders that were written before parcels, partial cancellations and returns were known. */
export function oldOrders(engine: string, mongoUri?: () => string): void {
  describe(`orders of an older version on ${engine}`, () => {
    let orders: OrdersKit;

    beforeEach(async () => {
      const kit = await createServiceKit();
      const store = await openDocumentStore({
        ...kit.config,
        service: 'orders',
        mongoUri: mongoUri?.(),
        mongoDb: `test_${newId().slice(-12)}`,
      });
      const written = (id: string, more: object): Write => {
        const write = createOrderStore(store).recordPending({
          ...{ id, number: id, customerId: ada.id, total: usd(2800), shippingAddress: address, placedAt: AT },
          lines: [{ sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: usd(1400) }],
        });
        if (write.kind !== 'insert') throw new Error('It is not recorded.');
        const document = { ...write.document, status: 'CONFIRMED', confirmedAt: AT, ...more };
        return { ...write, document };
      };
      const sent = { shipmentId: 'S', lines: [units('MUG', 2)], sentAt: AT };
      await store.commit([
        written('placed', {}),
        written('sent', { parcels: [sent] }),
        written('arrived', { parcels: [{ ...sent, deliveredAt: AT }] }),
        written('cancelling', { status: 'CANCELLING', cancelledBy: 'old-saga' }),
        written('cancelled', { status: 'CANCELLED', cancelledAt: AT }),
      ]);
      orders = await startOrders({ kit, store });
    });
    afterEach(() => orders.stop());

    it('show their new fields', async () => {
      const seen = await Promise.all(
        ['placed', 'sent', 'arrived', 'cancelling', 'cancelled'].map(async (id) => {
          const { fulfilment, nextActions, lines } = await orders.seen(id);
          const { cancelled, shipped, delivered, returned } = lines[0]!;
          return [fulfilment, nextActions, cancelled, shipped, delivered, returned];
        }),
      );
      expect(seen).toEqual([
        ['NONE', ['CANCEL', 'CANCEL_LINES'], 0, 0, 0, 0],
        ['SHIPPED', [], 0, 2, 0, 0],
        ['DELIVERED', ['RETURN'], 0, 2, 2, 0],
        ['NONE', [], 0, 0, 0, 0],
        ['NONE', [], 2, 0, 0, 0],
      ]);
    });

    it('are cancelled in part, as one parcel', async () => {
      const of = { orderId: 'placed' };
      expect(await orders.step('lockLines', 'c1', { ...of, lines: [units('MUG', 1)] })).toMatchObject({
        whole: false,
        amount: usd(1400),
        parcels: [parcel('EAST', units('MUG', 2))],
        staying: [parcel('EAST', units('MUG', 1))],
      });
      await orders.step('completeCancellation', 'c1', { ...of, code: 'C', message: 'M' });
      expect((await orders.seen('placed')).lines).toMatchObject([{ cancelled: 1 }]);
      expect(await orders.step('lockLines', 'c2', { orderId: 'sent' })).toMatchObject({
        rejection: { code: 'SHIPMENT_HANDED_OVER' },
      });
    });

    it('are sent back', async () => {
      const opened = await orders.step('openReturn', 'r1', {
        ...{ returnId: 'r1', orderId: 'arrived', lines: [units('MUG', 2)], reason: 'DEFECTIVE' },
        ...{ requestedAt: '2026-03-01T09:00:00.000Z', receiveBy: '2026-03-31T09:00:00.000Z' },
      });
      expect(opened).toMatchObject({ rejection: null });
      expect((await orders.seen('arrived')).nextActions).toEqual([]);
    });

    it('that an older saga has locked are cancelled by it, and by no other', async () => {
      const of = { orderId: 'cancelling' };
      expect(await orders.step('lockLines', 'c1', of)).toMatchObject({
        rejection: { code: 'CANCELLATION_UNDER_WAY' },
      });
      const why = { ...of, code: 'C', message: 'M' };
      expect(await orders.step('completeCancellation', 'old-saga', why)).toEqual({ rejection: null });
      expect(await orders.seen('cancelling')).toMatchObject({
        status: 'CANCELLED',
        lines: [{ cancelled: 2 }],
      });
    });
  });
}
