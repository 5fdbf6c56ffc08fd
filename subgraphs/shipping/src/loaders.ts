import DataLoader from 'dataloader';
import type { Shipment } from './domain/shipment.ts';
import type { ShipmentStore } from './shipment-store.ts';

export interface Loaders {
  readonly shipment: DataLoader<string, Shipment | undefined>;
  /** The shipments of an order, oldest first. */
  readonly shipmentsOfOrder: DataLoader<string, readonly Shipment[]>;
  /** The shipments of a return, oldest first. */
  readonly shipmentsOfReturn: DataLoader<string, readonly Shipment[]>;
}

/** The loaders of one request, which read the shipments of many orders at once. */
export const createLoaders = (shipments: ShipmentStore): Loaders => ({
  shipment: new DataLoader(async (ids) => {
    const found = await shipments.getMany(ids);
    return ids.map((id) => found.get(id));
  }),
  shipmentsOfOrder: new DataLoader(
    async (orderIds) => {
      const found = await shipments.ofOrders(orderIds);
      return orderIds.map((id) => found.get(id) ?? []);
    },
    { maxBatchSize: 1000 },
  ),
  shipmentsOfReturn: new DataLoader(
    async (returnIds) => {
      const found = await shipments.ofReturns(returnIds);
      return returnIds.map((id) => found.get(id) ?? []);
    },
    { maxBatchSize: 1000 },
  ),
});
