import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { oldEmails } from './emails.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'customers', (mongo) => {
  oldEmails('MongoDB', () => mongo().uri);
});
