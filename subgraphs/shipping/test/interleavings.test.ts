import { shippingInAnyOrder } from './interleavings.ts';

shippingInAnyOrder('SQLite', 50);
