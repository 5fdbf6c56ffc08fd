import { concurrentReservations } from './concurrency.ts';

concurrentReservations('SQLite', () => undefined);
