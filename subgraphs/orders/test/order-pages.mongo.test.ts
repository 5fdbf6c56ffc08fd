import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeMongoPages } from '@counterstep/document-store/testing';
import { pagesOfOrders } from './order-pages.ts';

await describeMongoPages({ describe, beforeAll, afterAll }, 'orders', pagesOfOrders);
