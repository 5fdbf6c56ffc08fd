import { createHash, randomBytes } from 'node:crypto';
import { instant, type Clock } from '@counterstep/service-kit';
import type { DocumentStore, Write } from '@counterstep/document-store';
import type { Customer } from './domain/customer.ts';
import type { Expiring } from './domain/expiring.ts';
import { removeExpired } from './expiry.ts';

/** What a token that was sent by e-mail may be used for. */
export type TokenPurpose = 'RESET_PASSWORD' | 'VERIFY_EMAIL';

/** A token that works once, known by its SHA-256. */
export interface OneTimeToken extends Expiring {
  readonly purpose: TokenPurpose;
  readonly customerId: string;
  /** The address that it was sent to. */
  readonly email: string;
}

/** How long tokens are good, in ms. */
export const TOKEN_LIFETIMES: Readonly<Record<TokenPurpose, number>> = {
  RESET_PASSWORD: 60 * 60_000,
  VERIFY_EMAIL: 24 * 60 * 60_000,
};

/** Tokens that are sent by e-mail; a customer has at most one of each purpose. */
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
    /** A new token in place of earlier ones: what to commit, and the token, which is kept nowhere. */
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

    /** The good token of a purpose, and what uses it up; undefined where it is none, or no more. */
    find: async (token: string, purpose: TokenPurpose) => {
      const found = await tokens.get(hashOf(token));
      if (found?.purpose !== purpose || found.expiresAt <= instant(clock)) return undefined;
      return { customerId: found.customerId, email: found.email, use: tokens.remove(found.id, {}) };
    },

    removeExpired: () => removeExpired(store, tokens, instant(clock)),
  };
}
