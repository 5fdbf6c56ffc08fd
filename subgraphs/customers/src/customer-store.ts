import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/platform/server';
import type { DocumentStore, Draft, Write } from '@counterstep/platform/storage';
import type { Customer, Profile, Role } from './domain/customer.ts';

export type CustomerConnection = Connection<Customer>;

/** Customers as they are read and written. */
export type CustomerStore = ReturnType<typeof createCustomerStore>;

export function createCustomerStore(store: DocumentStore) {
  const customers = store.collection<Customer>({
    name: 'customers',
    indexes: [['createdAt']],
    unique: [['email']],
    text: ['name', 'email'],
  });
  return {
    get: (id: string) => customers.get(id),
    getMany: (ids: readonly string[]) => customers.getMany(ids),

    /** The customer with this normal e-mail address. */
    withEmail: async (email: string): Promise<Customer | undefined> => {
      const { edges } = await customers.find({ where: { email }, limit: 1 });
      return edges[0]?.node;
    },

    isEmpty: async (): Promise<boolean> => (await customers.count()) === 0,

    /** A page of customers, newest first; every word of `search` begins a word of their name or e-mail address. */
    list: (args: ConnectionArgs, search: string): Promise<CustomerConnection> =>
      connectionOf(customers, args, { $text: search }, [['createdAt', 'descending']]),

    /** Rejected as a duplicate where the e-mail address is taken. */
    add: (customer: Draft<Customer>): Write => customers.insert(customer),

    giveRole: (id: string, role: Role): Write => customers.update(id, {}, { $set: { role } }),

    change: (id: string, profile: Profile): Write => customers.update(id, {}, { $set: profile }),
  };
}
