import { oldEmails } from './emails.ts';

oldEmails('SQLite', () => undefined);
