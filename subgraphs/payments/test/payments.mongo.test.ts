import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { paymentsInAnyOrder } from './interleavings.ts';
import { moneyComesBackOnce } from './money-back.ts';
import { oldRefunds } from './old-refunds.ts';
import { refundsInAnyOrder } from './cancelled-orders.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'payments', (mongo) => {
  refundsInAnyOrder('MongoDB', 20, () => mongo().uri);
  oldRefunds('MongoDB', () => mongo().uri);
  moneyComesBackOnce('MongoDB', 8, () => mongo().uri);
  paymentsInAnyOrder('MongoDB', 30, () => mongo().uri);
});
