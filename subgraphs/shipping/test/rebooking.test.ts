import { rebookingInAnyOrder } from './rebooking.ts';

rebookingInAnyOrder('SQLite', 30);
