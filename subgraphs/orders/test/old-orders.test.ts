import { oldOrders } from './old-orders.ts';

oldOrders('SQLite');
