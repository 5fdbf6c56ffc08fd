import { Unauthenticated } from '@counterstep/service-kit';
import { bearerToken, createSessionVerifier, type Viewer } from '@counterstep/identity';
import type { JSONWebKeySet } from 'jose';

/** Who a client is. */
export interface Identity {
  /** Undefined when nobody is logged in, or the gateway has no keys. */
  readonly viewer: Viewer | undefined;
  /** When the session ends. */
  readonly expiresAt: Date | undefined;
  /** The token's generation; 0 if it has none. */
  readonly generation?: number;
  /** The client's own header, passed on to subgraphs if the gateway has no keys. */
  readonly authorization: string | undefined;
  /** The client's other headers that are passed on to subgraphs, by lower-case name. */
  readonly propagated?: Readonly<Record<string, string>>;
  /** The same for all clients that may see the same data. */
  readonly key: string;
}

/**
 * Tells who a client is from its `Authorization` header.
 *
 * @throws {Unauthenticated} when the header or its token is malformed, forged or expired.
 */
export type Identify = (authorization: string | undefined) => Promise<Identity>;

/** A client without a session. */
export const anonymous: Identity = {
  viewer: undefined,
  expiresAt: undefined,
  authorization: undefined,
  key: 'anonymous',
};

/** Verifies sessions with the keys; without keys everybody is anonymous and keeps their own header. */
export function createIdentify(keys: JSONWebKeySet | undefined, now: () => number): Identify {
  if (keys === undefined) return (authorization) => Promise.resolve(unverified(authorization));
  // The verifier caches what it has verified.
  const verify = createSessionVerifier(keys, now);
  return async (authorization) => {
    if (authorization === undefined) return anonymous;
    const { viewer, generation, expiresAt } = await verify(bearerToken(authorization));
    // All sessions of a customer may see the same data.
    const key = JSON.stringify({ ...viewer, sessionId: undefined });
    return { viewer, generation, expiresAt, authorization: undefined, key };
  };
}

const unverified = (authorization: string | undefined): Identity =>
  authorization === undefined
    ? anonymous
    : { ...anonymous, authorization, key: JSON.stringify({ authorization }) };

/** How long the session still lasts, in milliseconds; undefined if it does not expire. */
export const remainingMs = ({ expiresAt }: Identity, now: number): number | undefined =>
  expiresAt && expiresAt.getTime() - now;

const isLive = (identity: Identity, now: number): boolean => (remainingMs(identity, now) ?? 1) > 0;

/** @throws {Unauthenticated} when the session is over; a socket outlives the moment its session was verified. */
export function requireLive(identity: Identity, now: number): void {
  if (!isLive(identity, now)) throw new Unauthenticated('The session has expired.');
}
