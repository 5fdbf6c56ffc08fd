/** The logins of the demo data. */
export const DEMO_LOGINS = [
  { email: 'ada@example.com', name: 'Ada', role: 'CUSTOMER' },
  { email: 'grace@example.com', name: 'Grace', role: 'CUSTOMER' },
  { email: 'admin@example.com', name: 'Admin', role: 'ADMIN' },
] as const;

/** The password of all demo logins. */
export const DEMO_PASSWORD = 'correct-horse-battery';
