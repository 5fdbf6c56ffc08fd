import { Unauthenticated } from '@counterstep/service-kit';
import type { Viewer } from '@counterstep/identity';
import { WriteRejected, type DocumentStore, type Write } from '@counterstep/document-store';
import type { CustomerStore } from './customer-store.ts';
import type { Customer } from './domain/customer.ts';
import type { Revocations } from './revocations.ts';
import type { Sessions } from './sessions.ts';

export interface SessionEndOptions {
  readonly store: DocumentStore;
  readonly customers: CustomerStore;
  readonly sessions: Sessions;
  readonly revocations: Revocations;
}

/** What to commit together with the end of all sessions. */
export interface Ending {
  readonly writes: readonly Write[];
  /** The hash of a new password. */
  readonly passwordHash?: string;
}

/** Ends customers' sessions. */
export type SessionEnds = ReturnType<typeof createSessionEnds>;

const MAX_ATTEMPTS = 10;

export function createSessionEnds({ store, customers, sessions, revocations }: SessionEndOptions) {
  /** Commits writes that depend on the customer's current state, and retries while others change the customer. */
  const endAll = async (
    customerId: string,
    and: (customer: Customer, generation: number) => Ending | undefined,
  ): Promise<Customer | undefined> => {
    for (let attempt = 1; ; attempt += 1) {
      const customer = await customers.get(customerId);
      if (customer === undefined) return undefined;
      const generation = (customer.generation ?? 0) + 1;
      const more = and(customer, generation);
      if (more === undefined) return undefined;
      const ending = [
        customers.endSessions(customer, generation, more.passwordHash),
        revocations.below(customerId, generation),
        ...more.writes,
      ];
      try {
        await store.commit(ending);
        return await customers.get(customerId);
      } catch (error) {
        if (!(error instanceof WriteRejected) || attempt === MAX_ATTEMPTS) throw error;
        const { version } = (await customers.get(customerId)) ?? {};
        // The customer was unchanged, so one of the other writes was rejected; retrying would not help.
        if (version === customer.version) return undefined;
      }
    }
  };
  return {
    /** Ends the session of the viewer's token. */
    logout: async ({ id, sessionId }: Viewer): Promise<void> => {
      if (sessionId === undefined) throw new Unauthenticated('The token names no session; log in again.');
      await sessions.end(id, sessionId);
    },

    logoutEverywhere: async ({ id }: Viewer): Promise<void> => {
      await endAll(id, () => ({ writes: [] }));
      await revocations.removeExpired();
    },

    /**
     * Ends all sessions of a customer in one commit with more writes; new sessions begin with the given generation.
     * Resolves to undefined, with no change, if the customer does not exist, `and` returns nothing, or one of its
     * writes is rejected.
     */
    endAll,
  };
}
