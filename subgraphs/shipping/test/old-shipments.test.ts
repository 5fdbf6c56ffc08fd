import { oldShipments } from './old-shipments.ts';

oldShipments('SQLite');
