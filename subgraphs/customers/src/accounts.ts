import { networkOf } from '@counterstep/service-kit/server';
import { instant, newId, type Clock, normalEmail, type ValidationError } from '@counterstep/service-kit';
import { WriteRejected, type DocumentStore } from '@counterstep/document-store';
import { accountKey, networkKeys, pairKey, registrationKeys, type Attempts } from './attempts.ts';
import type { AccountMail } from './account-mail.ts';
import type { CustomerStore } from './customer-store.ts';
import {
  normalProfile,
  profileProblems,
  registrationProblems,
  type Customer,
  type ProfileInput,
  type Registration,
} from './domain/customer.ts';
import type { AttemptLimit } from './domain/attempts.ts';
import type { KnownNetworks } from './known-networks.ts';
import type { PasswordQueue } from './password-queue.ts';
import type { Passwords } from './passwords.ts';
import { emailTaken, invalidCredentials, type EmailTaken, type InvalidCredentials } from './refusals.ts';
import type { Session, Sessions } from './sessions.ts';

/** A session, or why there is none. */
export interface SessionResult {
  readonly session: Session | null;
  readonly errors: readonly (InvalidCredentials | EmailTaken | ValidationError)[];
}

/** The changed customer, or why nothing changed. */
export interface ProfileResult {
  readonly customer: Customer | null;
  readonly errors: readonly ValidationError[];
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface AccountOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly customers: CustomerStore;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly knownNetworks: KnownNetworks;
  readonly passwords: Passwords;
  readonly inTurn: PasswordQueue;
  readonly mail: Pick<AccountMail, 'requestOf' | 'wake'>;
  /** Limits how many accounts one network may open. */
  readonly registrations: AttemptLimit;
}

const refused = (...errors: SessionResult['errors']): SessionResult => ({ session: null, errors });

/** The operations on customers' accounts. */
export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(options: AccountOptions) {
  const { customers, sessions, inTurn } = options;
  return {
    /** @throws {RateLimited} when the client has opened too many accounts, or asked for too many taken e-mail addresses. */
    register: async (input: Registration, clientAddress: string | undefined): Promise<SessionResult> => {
      const problems = registrationProblems(input, ['input']);
      if (problems.length > 0) return refused(...problems);
      return inTurn(networkOf(clientAddress), () => register(options, input, clientAddress));
    },

    /**
     * Logs a customer in; a refusal does not tell whether the e-mail address or the password was wrong.
     *
     * @throws {RateLimited} when too many attempts for the e-mail address, or of the client, have failed.
     */
    login: (credentials: Credentials, clientAddress: string | undefined) =>
      inTurn(networkOf(clientAddress), () => login(options, credentials, clientAddress)),

    refresh: async (refreshToken: string): Promise<SessionResult> => {
      const exchanged = await sessions.exchange(refreshToken);
      const customer = exchanged && (await customers.get(exchanged.customerId));
      if (!customer || exchanged.generation < (customer.sessionsFrom ?? 0)) {
        return refused(invalidCredentials('The refresh token is not valid any more.', ['refreshToken']));
      }
      return { session: await sessions.issue(customer, exchanged.refreshToken), errors: [] };
    },

    updateProfile: (customerId: string, input: ProfileInput) => updateProfile(options, customerId, input),
  };
}

async function register(
  options: AccountOptions,
  input: Registration,
  clientAddress: string | undefined,
): Promise<SessionResult> {
  const { store, clock, customers, sessions, attempts, passwords, mail } = options;
  const network = networkKeys(clientAddress);
  await attempts.admit(network);
  const email = normalEmail(input.email);
  const taken = async (): Promise<SessionResult> => {
    await attempts.reserve(network);
    return refused(emailTaken(['input', 'email']));
  };
  if ((await customers.withEmail(email)) !== undefined) return taken();
  const registration = await attempts.reserve(registrationKeys(clientAddress, options.registrations));
  const id = newId();
  const { write, refreshToken } = sessions.begin(id);
  const customer = {
    id,
    email,
    name: input.name.trim(),
    role: 'CUSTOMER' as const,
    addresses: [],
    createdAt: instant(clock),
    passwordHash: await passwords.hash(input.password),
  };
  try {
    await store.commit([customers.add(customer), write, mail.requestOf('VERIFY_EMAIL', email)]);
    mail.wake();
  } catch (error) {
    if (!(error instanceof WriteRejected) || error.reason !== 'duplicate') throw error;
    await registration.giveBack();
    return taken();
  }
  await options.knownNetworks.add(id, clientAddress);
  return { session: await sessions.issue({ ...customer, version: 1 }, refreshToken), errors: [] };
}

async function login(
  { store, customers, sessions, attempts, knownNetworks, passwords }: AccountOptions,
  { email: typed, password }: Credentials,
  clientAddress: string | undefined,
): Promise<SessionResult> {
  const email = normalEmail(typed);
  const customer = await customers.withEmail(typed);
  const pair = pairKey(email, clientAddress);
  // On a network where the owner has logged in before, failures at the account from elsewhere, or at other accounts
  // from this network, do not count.
  const isKnown = await knownNetworks.has(customer?.id, clientAddress);
  const attempt = await attempts.reserve(
    isKnown ? [pair] : [pair, accountKey(email), ...networkKeys(clientAddress)],
  );
  const matches = await passwords.matches(customer?.passwordHash, password);
  if (customer === undefined || !matches) {
    await attempts.removeExpired();
    return refused(invalidCredentials('The e-mail address or the password is wrong.', ['input']));
  }
  const { write, refreshToken } = sessions.begin(customer.id, customer.generation);
  await store.commit([write]);
  await attempt.giveBack();
  await attempts.forget(pair);
  await knownNetworks.add(customer.id, clientAddress);
  await sessions.removeExpired();
  return { session: await sessions.issue(customer, refreshToken), errors: [] };
}

async function updateProfile(
  { store, customers }: AccountOptions,
  customerId: string,
  input: ProfileInput,
): Promise<ProfileResult> {
  const profile = normalProfile(input);
  const errors = profileProblems(profile, ['input']);
  if (errors.length > 0) return { customer: null, errors };
  if (Object.keys(profile).length > 0) await store.commit([customers.change(customerId, profile)]);
  return { customer: (await customers.get(customerId)) ?? null, errors: [] };
}
