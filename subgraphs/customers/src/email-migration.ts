import { instant, type Clock, normalEmail, type Logger } from '@counterstep/service-kit';
import { WriteRejected, type Document, type DocumentStore } from '@counterstep/document-store';
import type { CustomerStore } from './customer-store.ts';
import type { Customer } from './domain/customer.ts';

/** Records that all existing customers were checked, and which of them could not get the normal form. */
interface Migration extends Document {
  readonly finishedAt: string;
  /** Customers whose e-mail address has the normal form of another account's; each keeps its own address. */
  readonly kept: readonly string[];
}

/** Named after the normal form, so that a different form gets a migration of its own. */
const ID = 'email-normal-form-1';

/**
 * Converts e-mail addresses stored by older versions to their normal form, once. If the normal form belongs to another
 * account, the customer keeps the stored address and can still log in with it; each start logs a warning that names
 * these accounts.
 */
export async function normaliseEmails(
  store: DocumentStore,
  customers: CustomerStore,
  clock: Clock,
  log: Logger,
): Promise<void> {
  const migrations = store.collection<Migration>({ name: 'migrations' });
  const done = await migrations.get(ID);
  const kept = done?.kept ?? (await normaliseAll(store, customers));
  if (kept.length > 0)
    log.warn(
      { customers: kept },
      'e-mail addresses fall together with those of other accounts; see docs/operations.md',
    );
  if (done !== undefined) return;
  const write = migrations.insert({ id: ID, finishedAt: instant(clock), kept });
  await unlessRejected(store.commit([write]));
}

async function normaliseAll(store: DocumentStore, customers: CustomerStore): Promise<readonly string[]> {
  const kept: string[] = [];
  for (let after: string | undefined, more = true; more;) {
    const { edges, hasNextPage } = await customers.page(after);
    for (const { node } of edges) {
      if (normalEmail(node.email) !== node.email && !(await normalise(store, customers, node)))
        kept.push(node.id);
    }
    after = edges.at(-1)?.cursor;
    more = hasNextPage;
  }
  return kept;
}

/** Whether the customer now has the normal form, or has changed the address meanwhile. */
async function normalise(
  store: DocumentStore,
  customers: CustomerStore,
  customer: Customer,
): Promise<boolean> {
  const reason = await unlessRejected(
    store.commit([customers.changeEmail(customer, normalEmail(customer.email))]),
  );
  return reason !== 'duplicate';
}

async function unlessRejected(commit: Promise<void>): Promise<WriteRejected['reason'] | undefined> {
  try {
    await commit;
    return undefined;
  } catch (error) {
    if (error instanceof WriteRejected) return error.reason;
    throw error;
  }
}
