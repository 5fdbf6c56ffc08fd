import { WriteRejected } from '@counterstep/document-store';
import type { ShipmentStore } from './shipment-store.ts';

/** Gives the shipments of a store written before they had a warehouse theirs; nothing where all have one. */
export async function migrateShipments(shipments: ShipmentStore): Promise<void> {
  for (;;) {
    const old = await shipments.withoutWarehouse();
    if (old.length === 0) return;
    for (const shipment of old) {
      try {
        await shipments.commit(shipments.migrate(shipment));
      } catch (error) {
        // Another process that started at the same time has done it.
        if (!(error instanceof WriteRejected)) throw error;
      }
    }
  }
}
