import { unitsInParcels } from './parcels.ts';

unitsInParcels('SQLite');
