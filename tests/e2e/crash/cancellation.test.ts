import { describe, expect, it } from '@jest/globals';
import { audit } from '../support/audit.ts';
import { isAtRest, readBooks, type SagaEntry } from '../support/all-books.ts';
import { cancelledOrder, cancelOrder, type Cancelled } from '../support/cancellations.ts';
import { settled } from '../support/eventually.ts';
import { around, Patron, startLasting } from '../support/lasting.ts';
import { mugs } from '../support/orders.ts';

const cancelled = [
  // The first saga of the first process is the one that places the order.
  'before-create#2',
  'created',
  ...around(['lockLines', 'withdrawParcel:EAST', 'completeCancellation']),
  'after-send:refundPayment:invoke',
  'after-send:restockInventory:invoke',
  'after-send:sendCancellation:invoke',
];
const HAND_OVER = `mutation ($id: ID!) {
  updateShipment(input: { shipmentId: $id, status: HANDED_OVER }) { errors { __typename } } }`;

const isMoveParcel = ({ type }: SagaEntry): boolean => type === 'MoveParcel';

describe('A process that dies again and again during a cancellation', () => {
  it('cancels an order completely and once, and leaves one alone whose parcel is gone', async () => {
    const system = await startLasting({ LOG_LEVEL: 'silent' }, cancelled);
    const [ada, admin] = [new Patron(system, 'ada'), new Patron(system, 'admin')];
    const place = async (idempotencyKey: string): Promise<string> =>
      (await ada.place(mugs({ idempotencyKey }))).orderId!;
    const cancel = (orderId: string): Promise<Cancelled> =>
      ada.insist((client) => cancelOrder(client, orderId));
    try {
      const opening = await admin.insist(readBooks);
      const taken = await place('cancelled-order');
      const answer = await cancel(taken);
      expect(system.crossed).toEqual(cancelled);
      expect(answer).toMatchObject({
        errors: [],
        order: { status: 'CANCELLED', sagas: [{ type: 'PlaceOrder' }, { type: 'CancelOrder' }] },
      });

      const kept = await place('handed-over-order');
      const { shipment } = (await ada.insist((client) => cancelledOrder(client, kept)))!;
      await admin.insist((client) => client.ask(HAND_OVER, { id: shipment!.id }));
      expect((await cancel(kept)).errors).toMatchObject([{ code: 'SHIPMENT_HANDED_OVER' }]);
      // A cancellation that is refused at once starts no saga, and so crosses no boundary.
      expect(system.crossed).toEqual(cancelled);

      const orders = new Map([
        [taken, 'CANCELLED' as const],
        [kept, 'CONFIRMED' as const],
      ]);
      // The report of the hand-over is taken up, and the customer told, after it is answered.
      const books = await admin.insist((client) =>
        settled(
          () => readBooks(client),
          (read) => isAtRest(read) && read.sagas.some(isMoveParcel),
        ),
      );
      expect(audit(books, { orders, opening })).toEqual([]);
    } finally {
      await Promise.all([ada.close(), admin.close()]);
      await system.remove();
    }
  }, 400_000);
});
