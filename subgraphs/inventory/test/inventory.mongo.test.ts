import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithMongo } from '@counterstep/document-store/testing';
import { concurrentReservations } from './concurrency.ts';
import { holdsWithAnEnd } from './holds.ts';
import { movementsOfStock } from './movements.ts';
import { unitsInParcels } from './parcels.ts';
import { restockingInAnyOrder } from './restocking.ts';
import { followersOfTheStock } from './stock-changed.ts';

await describeWithMongo({ describe, beforeAll, afterAll }, 'inventory', (mongo) => {
  concurrentReservations('MongoDB', () => mongo().uri);
  followersOfTheStock('MongoDB', () => mongo().uri);
  holdsWithAnEnd('MongoDB', () => mongo().uri);
  unitsInParcels('MongoDB', () => mongo().uri);
  movementsOfStock('MongoDB', () => mongo().uri);
  restockingInAnyOrder('MongoDB', 20, () => mongo().uri);
});
