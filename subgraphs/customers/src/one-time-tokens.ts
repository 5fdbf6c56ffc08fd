import { createHash, randomBytes } from 'node:crypto';
import { instant, type Clock } from '@counterstep/service-kit';
import type { DocumentStore, Write } from '@counterstep/document-store';
import type { Customer } from './domain/customer.ts';
import type { Expiring } from './domain/expiring.ts';
import { removeExpired } from './expiry.ts';

/** The purpose of a token that was sent by e-mail. */
export type TokenPurpose = 'RESET_PASSWORD' | 'VERIFY_EMAIL';

/** A token that works once, stored as its SHA-256. */
export interface OneTimeToken extends Expiring {
  readonly purpose: TokenPurpose;
  readonly customerId: string;
  /** The address that the token was sent to. */
  readonly email: string;
}

/** How long tokens are valid, in milliseconds. */
export const TOKEN_LIFETIMES: Readonly<Record<TokenPurpose, number>> = {
  RESET_PASSWORD: 60 * 60_000,
  VERIFY_EMAIL: 24 * 60 * 60_000,
};

/** Tokens sent by e-mail; a customer has at most one for each purpose. */
export type OneTimeTokens = ReturnType<typeof createOneTimeTokens>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function createOneTimeTokens(store: DocumentStore, clock: Clock) {
  const tokens = store.collection<OneTimeToken>({
    name: 'one_time_tokens',
    indexes: [['expiresAt'], ['customerId']],
  });
  const ofCustomer = async (customerId: string, purpose: TokenPurpose) =>
    (await tokens.find({ where: { customerId, purpose }, limit: 10 })).edges.map(({ node }) => node);
  return {
    /** Makes a token that replaces earlier ones: the writes to commit, and the token itself, which is not stored. */
    make: async (
      { id, email }: Customer,
      purpose: TokenPurpose,
    ): Promise<{ readonly writes: readonly Write[]; readonly token: string }> => {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(clock.now() + TOKEN_LIFETIMES[purpose]).toISOString();
      const earlier = await ofCustomer(id, purpose);
      const made = { id: hashOf(token), purpose, customerId: id, email, expiresAt };
      return { writes: [...earlier.map((old) => tokens.remove(old.id, {})), tokens.insert(made)], token };
    },

    /** Finds a valid token for a purpose, with the write that uses it up; undefined if it is not valid. */
    find: async (token: string, purpose: TokenPurpose) => {
      const found = await tokens.get(hashOf(token));
      if (found?.purpose !== purpose || found.expiresAt <= instant(clock)) return undefined;
      return { customerId: found.customerId, email: found.email, use: tokens.remove(found.id, {}) };
    },

    removeExpired: () => removeExpired(store, tokens, instant(clock)),
  };
}
