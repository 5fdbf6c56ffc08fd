import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/platform/testing';
import { shippingInAnyOrder } from './interleavings.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'shipping', (mongo) => {
  shippingInAnyOrder('MongoDB', 30, () => mongo().uri);
});
