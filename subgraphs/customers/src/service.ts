import { InvalidConfiguration } from '@counterstep/service-kit';
import { createSessionSigner } from '@counterstep/identity';
import { createSmtpMailer } from '@counterstep/service-kit/mail';
import {
  openFoundation,
  startSubgraph,
  type Foundation,
  type Service,
} from '@counterstep/service-kit/server';
import { subgraphSdl } from '@counterstep/schema';
import { createAccountMail } from './account-mail.ts';
import { createAccounts } from './accounts.ts';
import { createAttempts } from './attempts.ts';
import type { CustomersConfig } from './config.ts';
import type { Context } from './context.ts';
import { createCustomerStore } from './customer-store.ts';
import { makeDemoCustomers } from './demo-data.ts';
import { normaliseEmails } from './email-migration.ts';
import { createKnownNetworks } from './known-networks.ts';
import { createLoaders } from './loaders.ts';
import { createPasswordQueue } from './password-queue.ts';
import { createOneTimeTokens } from './one-time-tokens.ts';
import { createPasswordChanges } from './password-changes.ts';
import { createPasswords } from './passwords.ts';
import { resolvers } from './resolvers.ts';
import { createRevocations } from './revocations.ts';
import { createSessionEnds } from './session-ends.ts';
import { createSessions } from './sessions.ts';

import { createVerification } from './verification.ts';

export { readConfig as readCustomersConfig, type CustomersConfig } from './config.ts';

const HOUR_MS = 60 * 60_000;

/**
 * Starts the customers subgraph, and creates the demo logins if it has no customer yet and the configuration asks for
 * them.
 *
 * @throws {InvalidConfiguration} when the key that signs sessions is missing.
 */
export async function createCustomersService(
  config: CustomersConfig,
  given?: Partial<Foundation>,
): Promise<Service> {
  const foundation = await openFoundation('customers', config, given);
  const { store, clock, keys, log } = foundation;
  const customers = createCustomerStore(store);
  await normaliseEmails(store, customers, clock, log);
  const passwords = await createPasswords();
  const sign = await createSigner(keys.sessionPrivate, clock);
  const revocations = createRevocations({ store, clock, ...config.sessions });
  const sessions = createSessions({ store, clock, sign, revocations, ...config.sessions });
  const sessionEnds = createSessionEnds({ store, customers, sessions, revocations });
  const attempts = createAttempts(store, clock);
  const inTurn = createPasswordQueue();
  const passwordChanges = createPasswordChanges({
    ...{ customers, sessions, sessionEnds, attempts, passwords, inTurn },
  });
  const tokens = createOneTimeTokens(store, clock);
  const mail = createAccountMail({
    ...{ store, clock, customers, tokens, attempts, log },
    mailer: config.smtp && createSmtpMailer(config.smtp),
    production: config.environment === 'production',
  });
  const verification = createVerification({
    ...{ store, customers, sessions, sessionEnds, passwords, inTurn, tokens, mail },
  });
  const accounts = createAccounts({
    ...{ store, clock, customers, sessions, attempts, passwords },
    knownNetworks: createKnownNetworks(store, clock),
    ...{ inTurn, mail },
    registrations: { failures: config.registrationsPerHour, windowMs: HOUR_MS },
  });
  if (config.demoData && config.environment !== 'production') {
    await makeDemoCustomers(store, customers, passwords, clock);
  }
  return startSubgraph<Context>({
    name: 'customers',
    config,
    foundation,
    sdl: subgraphSdl('customers'),
    resolvers,
    beforeStop: mail.stop,
    context: (request) => ({
      ...{ ...request, accounts, customers, passwordChanges, revocations, sessionEnds, verification },
      loaders: createLoaders(customers),
    }),
  });
}

function createSigner(key: Foundation['keys']['sessionPrivate'], clock: Foundation['clock']) {
  if (key === undefined) {
    throw new InvalidConfiguration('SESSION_PRIVATE_KEY must be set: customers signs the sessions with it.');
  }
  return createSessionSigner(key, () => clock.now());
}
