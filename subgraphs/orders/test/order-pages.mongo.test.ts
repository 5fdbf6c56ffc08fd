import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeMongoPages } from '@counterstep/platform/testing';
import { pagesOfOrders } from './order-pages.ts';

await describeMongoPages({ describe, beforeAll, afterAll }, 'orders', pagesOfOrders);
