import { parseArgs } from 'node:util';
import { normalEmail, systemClock } from '@counterstep/service-kit';
import { openDocumentStore } from '@counterstep/document-store';
import type { CustomersConfig } from '../config.ts';
import { createCustomerStore } from '../customer-store.ts';
import type { Role } from '../domain/customer.ts';
import { createRevocations } from '../revocations.ts';

const HELP = `Gives a registered customer a role, in the database of customers. Their access tokens are refused within
seconds; it holds from their next login or refresh on.

Usage: npm run role -- EMAIL ROLE, or counterstep role EMAIL ROLE

  EMAIL    whose role it is
  ROLE     ADMIN or CUSTOMER
  --help   prints this

Environment: MONGO_URI and MONGO_DB, or DATA_DIR, as for customers. An embedded database has one owner: stop it first.

Exit code: 0 done, 1 there is no such customer, 2 it could not be done.
`;

const roles: readonly Role[] = ['ADMIN', 'CUSTOMER'];

/** Where the command writes its output. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Runs the command line, and resolves to the exit code. */
export async function roleCommand(
  words: readonly string[],
  readConfig: () => CustomersConfig,
  { out, error }: Output,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help === true) {
      out(HELP);
      return 0;
    }
    const [email, wanted, ...more] = positionals;
    const role = roles.find((each) => each === wanted);
    if (email === undefined || role === undefined || more.length > 0)
      throw new TypeError('EMAIL and ROLE are needed, and ROLE is ADMIN or CUSTOMER.');
    const found = await giveRole(readConfig(), email, role);
    if (found) out(`${normalEmail(email)} is ${role} from the next login on.\n`);
    else error(`There is no customer ${normalEmail(email)}. Register first.\n`);
    return found ? 0 : 1;
  } catch (reason) {
    error(`${reason instanceof Error ? reason.message : String(reason)}\n`);
    if (reason instanceof TypeError) error('See npm run role -- --help\n');
    return 2;
  }
}

/** Gives a customer a role; resolves to whether the customer exists. */
async function giveRole(config: CustomersConfig, email: string, role: Role): Promise<boolean> {
  const store = await openDocumentStore({ service: 'customers', ...config });
  try {
    const customers = createCustomerStore(store);
    const revocations = createRevocations({ store, clock: systemClock, ...config.sessions });
    const customer = await customers.withEmail(email);
    if (customer === undefined) return false;
    const generation = (customer.generation ?? 0) + 1;
    await store.commit([
      customers.giveRole(customer, role, generation),
      revocations.below(customer.id, generation),
    ]);
    return true;
  } finally {
    await store.close();
  }
}
