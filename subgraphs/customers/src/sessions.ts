import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { instant, newId, type Clock } from '@counterstep/platform';
import type { Viewer } from '@counterstep/platform/identity';
import { WriteRejected, type DocumentStore, type Write } from '@counterstep/platform/storage';
import type { Customer } from './domain/customer.ts';
import type { Expiring } from './domain/expiring.ts';
import { removeExpired } from './expiry.ts';

/** A login that lasts over all its refreshes; only the newest refresh token is good. */
interface SessionDocument extends Expiring {
  readonly customerId: string;
  readonly startedAt: string;
  /** The SHA-256 of the newest refresh token's secret, in base64url. */
  readonly secretHash: string;
}

/** What a customer gets by logging in. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token expires. */
  readonly expiresAt: string;
  readonly customer: Customer;
}

/** The next refresh token of a session, and whose it is. */
interface Exchanged {
  readonly customerId: string;
  readonly refreshToken: string;
}

export interface SessionOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly sign: (viewer: Viewer, lifetimeSeconds: number) => Promise<string>;
  readonly accessTokenLifetimeMs: number;
  readonly refreshTokenLifetimeMs: number;
}

export type Sessions = ReturnType<typeof createSessions>;

const newSecret = (): string => randomBytes(32).toString('base64url');
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const tokenOf = (sessionId: string, secret: string): string => `${sessionId}.${secret}`;

export function createSessions({ store, clock, sign, ...lifetimes }: SessionOptions) {
  const sessions = store.collection<SessionDocument>({ name: 'sessions', indexes: [['expiresAt']] });
  const expiry = (): string => new Date(clock.now() + lifetimes.refreshTokenLifetimeMs).toISOString();

  const tryCommit = async (write: Write): Promise<boolean> => {
    try {
      await store.commit([write]);
      return true;
    } catch (error) {
      if (error instanceof WriteRejected) return false;
      throw error;
    }
  };

  return {
    /** The beginning of a session: what to commit, and the refresh token that is good from then on. */
    begin: (customerId: string): { readonly write: Write; readonly refreshToken: string } => {
      const id = newId();
      const secret = newSecret();
      const session = { id, customerId, startedAt: instant(clock), expiresAt: expiry() };
      return {
        write: sessions.insert({ ...session, secretHash: hashOf(secret) }),
        refreshToken: tokenOf(id, secret),
      };
    },

    /** The session as the customer gets it, with an access token that says who they are now. */
    issue: async (customer: Customer, refreshToken: string): Promise<Session> => {
      const { id, email, name, role } = customer;
      const lifetimeSeconds = Math.ceil(lifetimes.accessTokenLifetimeMs / 1000);
      const accessToken = await sign({ id, email, name, role }, lifetimeSeconds);
      const { exp = 0 } = decodeJwt(accessToken);
      return { accessToken, refreshToken, expiresAt: new Date(exp * 1000).toISOString(), customer };
    },

    /**
     * Exchanges a refresh token for the next one; undefined when it is not good. A token that was exchanged before has
     * perhaps been stolen, by either of its users: it ends the session for both.
     */
    exchange: async (refreshToken: string): Promise<Exchanged | undefined> => {
      const [id = '', secret = ''] = refreshToken.split('.', 2);
      const session = id === '' ? undefined : await sessions.get(id);
      if (session === undefined || session.expiresAt <= instant(clock)) return undefined;
      const next = newSecret();
      const replaced = await tryCommit(
        sessions.update(
          id,
          { secretHash: hashOf(secret) },
          { $set: { secretHash: hashOf(next), expiresAt: expiry() } },
        ),
      );
      if (replaced) return { customerId: session.customerId, refreshToken: tokenOf(id, next) };
      await tryCommit(sessions.remove(id, {}));
      return undefined;
    },

    removeExpired: () => removeExpired(store, sessions, instant(clock)),
  };
}
