import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/platform/testing';
import { paymentsInAnyOrder } from './interleavings.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'payments', (mongo) => {
  paymentsInAnyOrder('MongoDB', 30, () => mongo().uri);
});
