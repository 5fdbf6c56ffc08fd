import { normalEmail } from '@counterstep/service-kit';
import { connectionOf, type Connection, type ConnectionArgs } from '@counterstep/service-kit/server';
import type { DocumentStore, Draft, OrderBy, Page, Write } from '@counterstep/document-store';
import type { Customer, Profile, Role } from './domain/customer.ts';

export type CustomerConnection = Connection<Customer>;

/** Reads and writes customers. */
export type CustomerStore = ReturnType<typeof createCustomerStore>;

export function createCustomerStore(store: DocumentStore) {
  const customers = store.collection<Customer>({
    name: 'customers',
    indexes: [['createdAt'], ['name']],
    unique: [['email']],
    text: ['name', 'email'],
  });
  return {
    get: (id: string) => customers.get(id),
    getMany: (ids: readonly string[]) => customers.getMany(ids),

    /**
     * The customer whose e-mail address equals the typed one except for letter case, or else has the same normal form.
     */
    withEmail: async (typed: string): Promise<Customer | undefined> => {
      const exact = typed.trim().toLowerCase();
      const where = { email: { $in: [exact, normalEmail(typed)] } };
      const { edges } = await customers.find({ where, limit: 2 });
      const found = edges.map(({ node }) => node);
      return found.find(({ email }) => email === exact) ?? found[0];
    },

    /** A page of all customers, by id. */
    page: (after: string | undefined): Promise<Page<Customer>> =>
      customers.find({ limit: 500, ...(after !== undefined && { after }) }),

    /** Rejected as a guard if the e-mail address has changed, as a duplicate if the new one is taken. */
    changeEmail: ({ id, email }: Customer, changed: string): Write =>
      customers.update(id, { email }, { $set: { email: changed } }),

    isEmpty: async (): Promise<boolean> => (await customers.count()) === 0,

    /**
     * A page of customers, newest first by default; every word of `search` begins a word of their name or e-mail address.
     */
    list: (
      args: ConnectionArgs,
      search: string,
      orderBy: OrderBy<Customer> = [['createdAt', 'descending']],
    ): Promise<CustomerConnection> => connectionOf(customers, args, { $text: search }, orderBy),

    /** Rejected as a duplicate if the e-mail address is taken. */
    add: (customer: Draft<Customer>): Write => customers.insert(customer),

    /**
     * Sets a new generation as well, so that access tokens with the former role are refused. Guarded by the customer's
     * version.
     */
    giveRole: ({ id, version }: Customer, role: Role, generation: number): Write =>
      customers.update(id, { version }, { $set: { role, generation } }),

    /** Ends the sessions of generations before the given one, and changes the password if one is given. Guarded by the customer's version. */
    endSessions: ({ id, version }: Customer, generation: number, passwordHash?: string): Write =>
      customers.update(
        id,
        { version },
        {
          $set: {
            generation,
            sessionsFrom: generation,
            ...(passwordHash !== undefined && { passwordHash }),
          },
        },
      ),

    /** Rejected as a guard if the customer's e-mail address has changed. */
    verifyEmail: (id: string, email: string): Write =>
      customers.update(id, { email }, { $set: { emailVerified: true } }),

    change: (id: string, profile: Profile): Write => customers.update(id, {}, { $set: profile }),
  };
}
