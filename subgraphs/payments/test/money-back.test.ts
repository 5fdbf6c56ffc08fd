import { moneyComesBackOnce } from './money-back.ts';

moneyComesBackOnce('SQLite', 25);
