import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@counterstep/service-kit';
import { ada, createServiceKit, type ServiceKit } from '@counterstep/service-kit/testing';
import { openDocumentStore, type DocumentStore } from '@counterstep/document-store';
import { migrateShipments } from '../src/migrate-shipments.ts';
import { createShipmentStore } from '../src/shipment-store.ts';

const old = (id: string) => ({
  ...{ id, orderId: `order-${id}`, customerId: ada.id, carrierKey: `key-${id}`, carrier: 'Carrier' },
  ...({ status: 'PENDING', events: [], createdAt: '2026-01-01T00:00:00.000Z' } as const),
});

/** Tests that shipments of an older version get a warehouse, a direction and lines. */
export function oldShipments(engine: string, mongoUri?: () => string): void {
  describe(`shipments of an older version on ${engine}`, () => {
    let kit: ServiceKit;
    let store: DocumentStore;

    beforeEach(async () => {
      kit = await createServiceKit();
      const mongoDb = `test_${newId().slice(-12)}`;
      store = await openDocumentStore({
        ...{ ...kit.config, service: 'shipping', mongoUri: mongoUri?.(), mongoDb },
      });
    });
    afterEach(async () => {
      await store.close();
      await kit.remove();
    });

    it('are found by warehouse afterwards; those that have one keep it', async () => {
      const shipments = createShipmentStore(store);
      await store.commit([
        ...['a', 'b'].map((id) => shipments.recordPending(old(id))),
        shipments.recordPending({ ...old('c'), warehouse: 'WEST', direction: 'TO_WAREHOUSE' }),
      ]);
      await migrateShipments(shipments);
      await migrateShipments(shipments);
      const { nodes } = await shipments.list({ first: 10 }, { warehouse: 'EAST' });
      expect(nodes.map(({ id }) => id).sort()).toEqual(['a', 'b']);
      expect(nodes[0]).toMatchObject({ direction: 'TO_CUSTOMER', lines: [], version: 2 });
      expect(await shipments.get('c')).toMatchObject({ warehouse: 'WEST', version: 1 });
    });
  });
}
