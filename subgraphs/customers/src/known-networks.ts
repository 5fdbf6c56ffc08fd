import { fingerprint, instant, type Clock } from '@counterstep/service-kit';
import { networkOf } from '@counterstep/service-kit/server';
import { WriteRejected, type DocumentStore } from '@counterstep/document-store';
import type { Expiring } from './domain/expiring.ts';
import { removeExpired } from './expiry.ts';

/** A network from which somebody has logged in to an account. */
interface KnownNetwork extends Expiring {
  readonly customerId: string;
}

const DAY_MS = 24 * 60 * 60_000;
/** How long a network stays known after a login. */
const KNOWN_MS = 90 * DAY_MS;

/**
 * Remembers, as fingerprints, the networks that an account's owner has logged in from: strangers' failures elsewhere do
 * not lock the owner out there.
 */
export function createKnownNetworks(store: DocumentStore, clock: Clock) {
  const known = store.collection<KnownNetwork>({ name: 'known_networks', indexes: [['expiresAt']] });
  const idOf = (customerId: string, clientAddress: string): string =>
    fingerprint(['known', customerId, networkOf(clientAddress)]);
  return {
    has: async (customerId: string | undefined, clientAddress: string | undefined): Promise<boolean> => {
      if (customerId === undefined || clientAddress === undefined) return false;
      const found = await known.get(idOf(customerId, clientAddress));
      return found !== undefined && found.expiresAt > instant(clock);
    },

    /** Remembers the network of a login. */
    add: async (customerId: string, clientAddress: string | undefined): Promise<void> => {
      if (clientAddress === undefined) return;
      const id = idOf(customerId, clientAddress);
      const expiresAt = new Date(clock.now() + KNOWN_MS).toISOString();
      const found = await known.get(id);
      // A difference of less than a day is not worth a write at each login.
      if (found && Math.abs(Date.parse(found.expiresAt) - Date.parse(expiresAt)) < DAY_MS) return;
      const document = { id, customerId, expiresAt };
      const write = found ? known.replace(document, found.version) : known.insert(document);
      await store.commit([write]).catch((error: unknown) => {
        if (!(error instanceof WriteRejected)) throw error;
      });
      await removeExpired(store, known, instant(clock));
    },
  };
}

export type KnownNetworks = ReturnType<typeof createKnownNetworks>;
