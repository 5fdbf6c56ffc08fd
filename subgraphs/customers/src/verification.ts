import { checkEmail, normalEmail, type ValidationError, Unauthenticated } from '@counterstep/service-kit';
import type { Viewer } from '@counterstep/identity';
import { networkOf } from '@counterstep/service-kit/server';
import { WriteRejected, type DocumentStore } from '@counterstep/document-store';
import type { AccountMail } from './account-mail.ts';
import type { SessionResult } from './accounts.ts';
import type { CustomerStore } from './customer-store.ts';
import { passwordProblems, type Customer } from './domain/customer.ts';
import type { OneTimeTokens } from './one-time-tokens.ts';
import type { PasswordQueue } from './password-queue.ts';
import type { Passwords } from './passwords.ts';
import { invalidCredentials, type InvalidCredentials } from './refusals.ts';
import type { SessionEnds } from './session-ends.ts';
import type { Sessions } from './sessions.ts';

export interface VerificationOptions {
  readonly store: DocumentStore;
  readonly customers: CustomerStore;
  readonly sessions: Sessions;
  readonly sessionEnds: SessionEnds;
  readonly passwords: Passwords;
  readonly inTurn: PasswordQueue;
  readonly tokens: OneTimeTokens;
  readonly mail: AccountMail;
}

/** The customer whose address was verified, or why it was not. */
export interface VerificationResult {
  readonly customer: Customer | null;
  readonly errors: readonly InvalidCredentials[];
}

/** Handles the tokens that customers receive by e-mail. */
export type Verification = ReturnType<typeof createVerification>;

const badToken = (): InvalidCredentials =>
  invalidCredentials('The token is not valid, or not any more.', ['input', 'token']);

export function createVerification(options: VerificationOptions) {
  const { store, customers, tokens, mail, inTurn } = options;
  return {
    /** Requests a reset; the answer does not tell whether there is an account. */
    requestPasswordReset: async (
      email: string,
      clientAddress: string | undefined,
    ): Promise<{ readonly errors: readonly ValidationError[] }> => {
      const errors = checkEmail(email, ['input', 'email']);
      if (errors.length === 0) await mail.request('RESET_PASSWORD', normalEmail(email), clientAddress);
      return { errors };
    },

    /** Sets a new password, ends all sessions and starts a new one. */
    resetPassword: (
      input: { readonly token: string; readonly newPassword: string },
      clientAddress: string | undefined,
    ): Promise<SessionResult> => inTurn(networkOf(clientAddress), () => reset(options, input)),

    requestEmailVerification: async (
      { id }: Viewer,
      clientAddress: string | undefined,
    ): Promise<VerificationResult> => {
      const customer = await customers.get(id);
      if (customer === undefined) throw new Unauthenticated();
      if (customer.emailVerified !== true) await mail.request('VERIFY_EMAIL', customer.email, clientAddress);
      return { customer, errors: [] };
    },

    verifyEmail: async (token: string): Promise<VerificationResult> => {
      const found = await tokens.find(token, 'VERIFY_EMAIL');
      if (found === undefined) return { customer: null, errors: [badToken()] };
      try {
        await store.commit([found.use, customers.verifyEmail(found.customerId, found.email)]);
      } catch (error) {
        if (error instanceof WriteRejected) return { customer: null, errors: [badToken()] };
        throw error;
      }
      return { customer: (await customers.get(found.customerId)) ?? null, errors: [] };
    },
  };
}

async function reset(
  { customers, sessions, sessionEnds, passwords, tokens }: VerificationOptions,
  { token, newPassword }: { readonly token: string; readonly newPassword: string },
): Promise<SessionResult> {
  const refused = (...errors: SessionResult['errors']): SessionResult => ({ session: null, errors });
  const found = await tokens.find(token, 'RESET_PASSWORD');
  const known = found && (await customers.get(found.customerId));
  if (found === undefined || known === undefined) return refused(badToken());
  const problems = passwordProblems(newPassword, known.email, ['input', 'newPassword']);
  if (problems.length > 0) return refused(...problems);
  const passwordHash = await passwords.hash(newPassword);
  let refreshToken = '';
  const customer = await sessionEnds.endAll(known.id, (_latest, generation) => {
    const begun = sessions.begin(known.id, generation);
    ({ refreshToken } = begun);
    return { writes: [found.use, begun.write], passwordHash };
  });
  return customer === undefined
    ? refused(badToken())
    : { session: await sessions.issue(customer, refreshToken), errors: [] };
}
