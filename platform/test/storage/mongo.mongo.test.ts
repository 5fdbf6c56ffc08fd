import { randomUUID } from 'node:crypto';
import { storeContract } from './contract.ts';

const database = `test_${randomUUID().slice(0, 8)}`;

storeContract('MongoDB', () => ({
  service: 'contract',
  mongoUri: process.env['MONGO_URI'],
  mongoDb: database,
  dataDir: 'unused',
}));
