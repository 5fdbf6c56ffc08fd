import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { oldOrders } from './old-orders.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'old orders', (mongo) => {
  oldOrders('MongoDB', () => mongo().uri);
});
