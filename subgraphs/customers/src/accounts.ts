import { instant, newId, normalEmail, type Clock, type ValidationError } from '@counterstep/platform';
import { WriteRejected, type DocumentStore } from '@counterstep/platform/storage';
import { clientKeys, emailKey, type Attempts } from './attempts.ts';
import type { CustomerStore } from './customer-store.ts';
import {
  normalProfile,
  profileProblems,
  registrationProblems,
  type Customer,
  type ProfileInput,
  type Registration,
} from './domain/customer.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { Passwords } from './passwords.ts';
import { emailTaken, invalidCredentials, type EmailTaken, type InvalidCredentials } from './refusals.ts';
import type { Session, Sessions } from './sessions.ts';

/** A session, or why there is none. */
export interface SessionResult {
  readonly session: Session | null;
  readonly errors: readonly (InvalidCredentials | EmailTaken | ValidationError)[];
}

/** The changed customer, or why nothing was changed. */
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
  readonly passwords: Passwords;
}

const refused = (...errors: SessionResult['errors']): SessionResult => ({ session: null, errors });

/** What people do with their accounts. */
export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(options: AccountOptions) {
  const { customers, sessions } = options;
  const loginsOf = createOneAtATime();
  return {
    /** @throws {RateLimited} when the client has asked for too many taken e-mail addresses. */
    register: (input: Registration, clientAddress: string | undefined) =>
      register(options, input, clientAddress),

    /**
     * Says nothing of whether the e-mail address or the password was wrong.
     *
     * @throws {RateLimited} when too many attempts for the e-mail address, or of the client, have failed.
     */
    login: (credentials: Credentials, clientAddress: string | undefined) => {
      const email = normalEmail(credentials.email);
      // One after the other, so that many guesses at once are counted like many guesses in a row.
      return loginsOf(email, () => login(options, credentials, clientAddress));
    },

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
  const { store, clock, customers, sessions, attempts, passwords } = options;
  const problems = registrationProblems(input, ['input']);
  if (problems.length > 0) return refused(...problems);
  const client = clientKeys(clientAddress);
  await attempts.admit(client);
  const email = normalEmail(input.email);
  const taken = async (): Promise<SessionResult> => {
    await attempts.fail(client);
    return refused(emailTaken(['input', 'email']));
  };
  if ((await customers.withEmail(email)) !== undefined) return taken();
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
    await store.commit([customers.add(customer), write]);
  } catch (error) {
    if (error instanceof WriteRejected && error.reason === 'duplicate') return taken();
    throw error;
  }
  return { session: await sessions.issue({ ...customer, version: 1 }, refreshToken), errors: [] };
}

async function login(
  { store, customers, sessions, attempts, passwords }: AccountOptions,
  { email: typed, password }: Credentials,
  clientAddress: string | undefined,
): Promise<SessionResult> {
  const email = normalEmail(typed);
  const keys = [emailKey(email), ...clientKeys(clientAddress)];
  await attempts.admit(keys);
  const customer = await customers.withEmail(typed);
  const matches = await passwords.matches(customer?.passwordHash, password);
  if (customer === undefined || !matches) {
    await attempts.fail(keys);
    return refused(invalidCredentials('The e-mail address or the password is wrong.', ['input']));
  }
  const { write, refreshToken } = sessions.begin(customer.id, customer.generation);
  await store.commit([write]);
  await attempts.forget(emailKey(email));
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
