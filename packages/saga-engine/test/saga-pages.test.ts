import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeSqlitePages } from '@counterstep/document-store/testing';
import { pagesOfSagas } from './saga-pages.ts';

describeSqlitePages({ describe, beforeAll, afterAll }, 'coordinator', pagesOfSagas);
