import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeSqlitePages } from '@counterstep/document-store/testing';
import { pagesOfOrders } from './order-pages.ts';

describeSqlitePages({ describe, beforeAll, afterAll }, 'orders', pagesOfOrders);
