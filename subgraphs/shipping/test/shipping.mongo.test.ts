import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { shippingInAnyOrder } from './interleavings.ts';
import { withdrawalsInAnyOrder } from './withdrawals.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'shipping', (mongo) => {
  withdrawalsInAnyOrder('MongoDB', 20, () => mongo().uri);
  shippingInAnyOrder('MongoDB', 30, () => mongo().uri);
});
