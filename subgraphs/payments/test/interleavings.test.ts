import { paymentsInAnyOrder } from './interleavings.ts';

paymentsInAnyOrder('SQLite', 50);
