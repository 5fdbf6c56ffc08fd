import type { RequestContext } from '@counterstep/service-kit/server';
import type { Accounts } from './accounts.ts';
import type { CustomerStore } from './customer-store.ts';
import type { Loaders } from './loaders.ts';
import type { PasswordChanges } from './password-changes.ts';
import type { Revocations } from './revocations.ts';
import type { SessionEnds } from './session-ends.ts';
import type { Verification } from './verification.ts';

/** The context of the customers resolvers. */
export interface Context extends RequestContext {
  readonly accounts: Accounts;
  readonly customers: CustomerStore;
  readonly loaders: Loaders;
  readonly passwordChanges: PasswordChanges;
  readonly revocations: Revocations;
  readonly sessionEnds: SessionEnds;
  readonly verification: Verification;
}
