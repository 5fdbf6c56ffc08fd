import { holdsWithAnEnd } from './holds.ts';

holdsWithAnEnd('SQLite');
