import { oldRefunds } from './old-refunds.ts';

oldRefunds('SQLite');
