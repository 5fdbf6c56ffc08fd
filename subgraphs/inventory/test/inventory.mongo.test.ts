import { describe } from '@jest/globals';
import { concurrentReservations } from './concurrency.ts';
import { followersOfTheStock } from './stock-changed.ts';

const uri = process.env['MONGO_URI'];

(uri === undefined ? describe.skip : describe)('inventory (needs MONGO_URI)', () => {
  concurrentReservations('MongoDB', () => uri);
  followersOfTheStock('MongoDB', () => uri);
});
