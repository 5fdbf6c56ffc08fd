import { DEMO_PASSWORD } from '@counterstep/schema/demo';
import { instant, type Clock } from '@counterstep/service-kit';
import { WriteRejected, type DocumentStore } from '@counterstep/document-store';
import type { CustomerStore } from './customer-store.ts';
import type { Customer } from './domain/customer.ts';
import type { Passwords } from './passwords.ts';

type DemoCustomer = Pick<Customer, 'id' | 'email' | 'name' | 'role' | 'addresses'>;

const demoCustomers: readonly DemoCustomer[] = [
  {
    id: '019cc000-0000-7000-8000-000000000001',
    email: 'ada@example.com',
    name: 'Ada',
    role: 'CUSTOMER',
    addresses: [
      {
        name: 'Ada Lovelace',
        line1: '12 Analytical Way',
        city: 'Springfield',
        region: 'IL',
        postalCode: '62701',
        country: 'US',
      },
    ],
  },
  {
    id: '019cc000-0000-7000-8000-000000000002',
    email: 'grace@example.com',
    name: 'Grace',
    role: 'CUSTOMER',
    addresses: [
      {
        name: 'Grace Hopper',
        line1: '9 Harbor Street',
        line2: 'Apartment 2',
        city: 'Arlington',
        region: 'VA',
        postalCode: '22201',
        country: 'US',
      },
    ],
  },
  {
    id: '019cc000-0000-7000-8000-000000000003',
    email: 'admin@example.com',
    name: 'Admin',
    role: 'ADMIN',
    addresses: [],
  },
];

/** Creates the demo logins if there is no customer yet. Never in production: their password is public. */
export async function makeDemoCustomers(
  store: DocumentStore,
  customers: CustomerStore,
  passwords: Passwords,
  clock: Clock,
): Promise<void> {
  if (!(await customers.isEmpty())) return;
  const createdAt = instant(clock);
  const writes = demoCustomers.map(async (customer) =>
    customers.add({
      ...customer,
      emailVerified: true,
      createdAt,
      passwordHash: await passwords.hash(DEMO_PASSWORD),
    }),
  );
  await store.commit(await Promise.all(writes)).catch((error: unknown) => {
    // Another instance has created them at the same time.
    if (!(error instanceof WriteRejected)) throw error;
  });
}
