import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { instant, newId, type Clock } from '@counterstep/service-kit';
import type { SignSession } from '@counterstep/identity';
import { WriteRejected, type Collection, type DocumentStore, type Write } from '@counterstep/document-store';
import type { Customer } from './domain/customer.ts';
import { removeExpired } from './expiry.ts';
import { formerAfter, hashOf, presented, successorOf, type SessionDocument } from './refresh-tokens.ts';
import type { Revocations } from './revocations.ts';

/** What a customer gets by logging in. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token expires. */
  readonly expiresAt: string;
  readonly customer: Customer;
}

/** The next refresh token of a session, its customer, and the customer's generation when the session began. */
interface Exchanged {
  readonly customerId: string;
  readonly refreshToken: string;
  readonly generation: number;
}

export interface SessionOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly sign: SignSession;
  readonly revocations: Revocations;
  readonly accessTokenLifetimeMs: number;
  readonly refreshTokenLifetimeMs: number;
  /** How long a session lasts at most, however often it is refreshed. */
  readonly maxLifetimeMs: number;
}

export type Sessions = ReturnType<typeof createSessions>;

const newSecret = (): string => randomBytes(32).toString('base64url');
const tokenOf = (sessionId: string, secret: string): string => `${sessionId}.${secret}`;
const partsOf = (refreshToken: string): readonly string[] => refreshToken.split('.', 2);

/** How often an exchange is tried while others exchange the same token. */
const MAX_EXCHANGES = 5;

export function createSessions(options: SessionOptions) {
  const { store, clock, sign, revocations } = options;
  const sessions = store.collection<SessionDocument>({
    name: 'sessions',
    indexes: [['expiresAt'], ['customerId']],
  });
  const expiryOf = (startedAtMs: number): string =>
    new Date(
      Math.min(clock.now() + options.refreshTokenLifetimeMs, startedAtMs + options.maxLifetimeMs),
    ).toISOString();
  const exchangeOnce = createExchange(options, sessions, expiryOf);
  return {
    /** Prepares a session: the write to commit, and the refresh token that is valid from then on. */
    begin: (customerId: string, generation = 0): { readonly write: Write; readonly refreshToken: string } => {
      const id = newId();
      const secret = newSecret();
      const startedAt = instant(clock);
      const session = { id, customerId, generation, startedAt, expiresAt: expiryOf(Date.parse(startedAt)) };
      return {
        write: sessions.insert({ ...session, secretHash: hashOf(secret) }),
        refreshToken: tokenOf(id, secret),
      };
    },

    /** The session for the customer, with a new access token that reflects the customer's current data. */
    issue: async (customer: Customer, refreshToken: string): Promise<Session> => {
      const { id, email, name, role, generation = 0 } = customer;
      const lifetimeSeconds = Math.ceil(options.accessTokenLifetimeMs / 1000);
      const [sessionId = ''] = partsOf(refreshToken);
      const accessToken = await sign({ id, email, name, role, sessionId }, lifetimeSeconds, generation);
      const { exp = 0 } = decodeJwt(accessToken);
      return { accessToken, refreshToken, expiresAt: new Date(exp * 1000).toISOString(), customer };
    },

    /**
     * Exchanges a refresh token for the next one; resolves to undefined if it is not valid. The same exchange can be
     * repeated for 10 s, because the first answer may be lost. A token exchanged earlier may have been stolen, by
     * either of its users, so it ends the session for both. A token that the session never had ends nothing.
     */
    exchange: async (refreshToken: string): Promise<Exchanged | undefined> => {
      const [id = '', secret = ''] = partsOf(refreshToken);
      for (let attempt = 0; id !== '' && attempt < MAX_EXCHANGES; attempt += 1) {
        const exchanged = await exchangeOnce(id, secret);
        if (exchanged !== 'again') return exchanged;
      }
      return undefined;
    },

    /** Ends a session of the customer; does nothing if it has already ended. */
    end: async (customerId: string, id: string): Promise<void> => {
      await committed(store, [sessions.remove(id, { customerId }), revocations.ofSession(id)]);
      await revocations.removeExpired();
    },

    removeExpired: () => removeExpired(store, sessions, instant(clock)),
  };
}

/** Whether the writes were committed; false if another request was faster. */
async function committed(store: DocumentStore, writes: readonly Write[]): Promise<boolean> {
  try {
    await store.commit([...writes]);
    return true;
  } catch (error) {
    if (error instanceof WriteRejected) return false;
    throw error;
  }
}

function createExchange(
  { store, clock, revocations }: SessionOptions,
  sessions: Collection<SessionDocument>,
  expiryOf: (startedAtMs: number) => string,
) {
  return async (id: string, secret: string): Promise<Exchanged | 'again' | undefined> => {
    const session = await sessions.get(id);
    if (session === undefined || session.expiresAt <= instant(clock)) return undefined;
    const { customerId, secretHash, generation = 0 } = session;
    const successor = (salt: string): Exchanged => {
      return { customerId, generation, refreshToken: tokenOf(id, successorOf(secret, salt)) };
    };
    switch (presented(session, secret, clock.now())) {
      case 'unknown':
        return undefined;
      case 'repeated':
        return successor(session.salt ?? '');
      case 'stolen':
        await committed(store, [sessions.remove(id, {}), revocations.ofSession(id)]);
        return undefined;
      case 'newest': {
        const salt = newSecret();
        const exchange = sessions.update(
          id,
          { secretHash },
          {
            $set: {
              salt,
              secretHash: hashOf(successorOf(secret, salt)),
              formerHashes: formerAfter(session),
              exchangedAt: instant(clock),
              expiresAt: expiryOf(Date.parse(session.startedAt)),
            },
          },
        );
        return (await committed(store, [exchange])) ? successor(salt) : 'again';
      }
    }
  };
}
