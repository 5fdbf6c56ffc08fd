import type { Viewer } from '@counterstep/identity';
import { Unauthenticated } from '@counterstep/service-kit';
import { networkOf } from '@counterstep/service-kit/server';
import type { SessionResult } from './accounts.ts';
import { pairKey, type Attempts } from './attempts.ts';
import type { CustomerStore } from './customer-store.ts';
import { passwordProblems } from './domain/customer.ts';
import type { PasswordQueue } from './password-queue.ts';
import type { Passwords } from './passwords.ts';
import { invalidCredentials } from './refusals.ts';
import type { SessionEnds } from './session-ends.ts';
import type { Sessions } from './sessions.ts';

export interface PasswordChangeOptions {
  readonly customers: CustomerStore;
  readonly sessions: Sessions;
  readonly sessionEnds: SessionEnds;
  readonly attempts: Attempts;
  readonly passwords: Passwords;
  readonly inTurn: PasswordQueue;
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Lets customers change their passwords. */
export type PasswordChanges = ReturnType<typeof createPasswordChanges>;

const refused = (...errors: SessionResult['errors']): SessionResult => ({ session: null, errors });
const wrong = (): SessionResult =>
  refused(invalidCredentials('The current password is wrong.', ['input', 'currentPassword']));

export function createPasswordChanges(options: PasswordChangeOptions) {
  return {
    /**
     * Changes the password, ends all sessions and starts a new one.
     *
     * @throws {RateLimited} when too many attempts with a wrong current password were made.
     */
    change: (viewer: Viewer, input: PasswordChange, clientAddress: string | undefined) =>
      options.inTurn(networkOf(clientAddress), () => change(options, viewer, input, clientAddress)),
  };
}

async function change(
  { customers, sessions, sessionEnds, attempts, passwords }: PasswordChangeOptions,
  { id }: Viewer,
  { currentPassword, newPassword }: PasswordChange,
  clientAddress: string | undefined,
): Promise<SessionResult> {
  const known = await customers.get(id);
  if (known === undefined) throw new Unauthenticated();
  const problems = passwordProblems(newPassword, known.email, ['input', 'newPassword']);
  if (problems.length > 0) return refused(...problems);
  // Shares its count with logins, so that a stolen access token allows no extra guesses.
  const attempt = await attempts.reserve([pairKey(known.email, clientAddress)]);
  if (!(await passwords.matches(known.passwordHash, currentPassword))) return wrong();
  await attempt.giveBack();
  const passwordHash = await passwords.hash(newPassword);
  let refreshToken = '';
  const customer = await sessionEnds.endAll(id, (latest, generation) => {
    // Another request has changed the password since it was compared.
    if (latest.passwordHash !== known.passwordHash) return undefined;
    const begun = sessions.begin(id, generation);
    ({ refreshToken } = begun);
    return { writes: [begun.write], passwordHash };
  });
  return customer === undefined
    ? wrong()
    : { session: await sessions.issue(customer, refreshToken), errors: [] };
}
