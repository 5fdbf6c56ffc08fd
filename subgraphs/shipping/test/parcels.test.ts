import { severalParcels } from './parcels.ts';

severalParcels('SQLite');
