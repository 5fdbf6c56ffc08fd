import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeMongoPages } from '@counterstep/document-store/testing';
import { pagesOfSagas } from './saga-pages.ts';

await describeMongoPages({ describe, beforeAll, afterAll }, 'coordinator', pagesOfSagas);
