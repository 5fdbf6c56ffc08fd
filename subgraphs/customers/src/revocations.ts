import { newId, type Clock } from '@counterstep/service-kit';
import type { DocumentStore, Write } from '@counterstep/document-store';
import type { Expiring } from './domain/expiring.ts';
import { removeExpired } from './expiry.ts';

/** Access tokens that are refused before they expire: those of a session, or those of a customer below a generation. */
export interface Revocation extends Expiring {
  readonly recordedAt: string;
  readonly sessionId?: string;
  readonly customerId?: string;
  readonly generation?: number;
}

export interface RevocationOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** A revocation means nothing once every token that it is about has expired. */
  readonly accessTokenLifetimeMs: number;
}

/** What the gateway learns of access tokens that are not good any more. */
export type Revocations = ReturnType<typeof createRevocations>;

/** Clocks of instances and of the gateway may differ by this, in ms. */
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

    /** Of all tokens of the customer that have a lower generation. */
    below: (customerId: string, generation: number): Write => about({ customerId, generation }),

    /** A page of those recorded at an instant or later, oldest first; all without one. */
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
