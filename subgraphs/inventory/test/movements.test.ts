import { movementsOfStock } from './movements.ts';

movementsOfStock('SQLite');
