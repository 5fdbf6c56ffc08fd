import { WriteRejected } from '@counterstep/document-store';
import type { ShipmentStore } from './shipment-store.ts';

/** Gives a warehouse, a direction and lines to the shipments that an older version wrote without them. */
export async function migrateShipments(shipments: ShipmentStore): Promise<void> {
  for (;;) {
    const old = await shipments.withoutWarehouse();
    if (old.length === 0) return;
    for (const shipment of old) {
      try {
        await shipments.commit(shipments.migrate(shipment));
      } catch (error) {
        // Another process that started at the same time has already migrated it.
        if (!(error instanceof WriteRejected)) throw error;
      }
    }
  }
}
