import { newId, type Clock } from '@counterstep/service-kit';
import type { DocumentStore, Write } from '@counterstep/document-store';
import type { Expiring } from './domain/expiring.ts';
import { removeExpired } from './expiry.ts';

/** Access tokens to refuse before they expire: those of a session, or those of a customer below a generation. */
export interface Revocation extends Expiring {
  readonly recordedAt: string;
  readonly sessionId?: string;
  readonly customerId?: string;
  readonly generation?: number;
}

export interface RevocationOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** Revocations expire once every token that they cover has expired. */
  readonly accessTokenLifetimeMs: number;
}

/** The revoked access tokens that the gateway polls. */
export type Revocations = ReturnType<typeof createRevocations>;

/** How far the clocks of instances and of the gateway may differ, in milliseconds. */
const MARGIN_MS = 60_000;

export function createRevocations({ store, clock, accessTokenLifetimeMs }: RevocationOptions) {
  const revocations = store.collection<Revocation>({
    name: 'revocations',
    indexes: [['recordedAt'], ['expiresAt']],
  });
  const about = (tokens: Pick<Revocation, 'sessionId' | 'customerId' | 'generation'>): Write => {
    const now = clock.now();
    return revocations.insert({
      id: newId(),
      ...tokens,
      recordedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + accessTokenLifetimeMs + MARGIN_MS).toISOString(),
    });
  };
  return {
    ofSession: (sessionId: string): Write => about({ sessionId }),

    /** Revokes all tokens of the customer with a lower generation. */
    below: (customerId: string, generation: number): Write => about({ customerId, generation }),

    /** A page of the revocations recorded at or after an instant, oldest first; of all without one. */
    since: async (instant: string | undefined, after: string | undefined) => {
      const { edges, hasNextPage } = await revocations.find({
        ...(instant !== undefined && { where: { recordedAt: { $gte: instant } } }),
        orderBy: [['recordedAt', 'ascending']],
        limit: 500,
        ...(after !== undefined && { after }),
      });
      return { items: edges.map(({ node }) => node), endCursor: edges.at(-1)?.cursor, hasNextPage };
    },

    removeExpired: () => removeExpired(store, revocations, new Date(clock.now()).toISOString()),
  };
}
