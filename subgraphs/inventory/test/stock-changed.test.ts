import { followersOfTheStock } from './stock-changed.ts';

followersOfTheStock('SQLite', () => undefined);
