import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { oldShipments } from './old-shipments.ts';
import { shippingInAnyOrder } from './interleavings.ts';
import { severalParcels } from './parcels.ts';
import { rebookingInAnyOrder } from './rebooking.ts';
import { withdrawalsInAnyOrder } from './withdrawals.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'shipping', (mongo) => {
  severalParcels('MongoDB', () => mongo().uri);
  oldShipments('MongoDB', () => mongo().uri);
  withdrawalsInAnyOrder('MongoDB', 20, () => mongo().uri);
  rebookingInAnyOrder('MongoDB', 20, () => mongo().uri);
  shippingInAnyOrder('MongoDB', 30, () => mongo().uri);
});
