import { Unauthenticated } from '@counterstep/service-kit';
import { bearerToken, createSessionVerifier, type Viewer } from '@counterstep/identity';
import type { JSONWebKeySet } from 'jose';

/** Who a client is. */
export interface Identity {
  /** Undefined when nobody is logged in, or the gateway has no keys. */
  readonly viewer: Viewer | undefined;
  /** When the session ends. */
  readonly expiresAt: Date | undefined;
  /** That of the token; 0 where it is absent. */
  readonly generation?: number;
  /** The client's own header, which goes on to the subgraphs where the gateway has no keys. */
  readonly authorization: string | undefined;
  /** What else of the client's headers goes on to the subgraphs, by lower-case name. */
  readonly propagated?: Readonly<Record<string, string>>;
  /** The same for all clients that may see the same. */
  readonly key: string;
}

/**
 * Tells who a client is from its `Authorization` header.
 *
 * @throws {Unauthenticated} when the header or its token is malformed, forged or expired.
 */
export type Identify = (authorization: string | undefined) => Promise<Identity>;

/** Nobody in particular. */
export const anonymous: Identity = {
  viewer: undefined,
  expiresAt: undefined,
  authorization: undefined,
  key: 'anonymous',
};

/** Verifies sessions with the keys; without keys everybody is anonymous and brings their own header. */
export function createIdentify(keys: JSONWebKeySet | undefined, now: () => number): Identify {
  if (keys === undefined) return (authorization) => Promise.resolve(unverified(authorization));
  // It remembers what it has verified.
  const verify = createSessionVerifier(keys, now);
  return async (authorization) => {
    if (authorization === undefined) return anonymous;
    const { viewer, generation, expiresAt } = await verify(bearerToken(authorization));
    // All sessions of a customer may see the same.
    const key = JSON.stringify({ ...viewer, sessionId: undefined });
    return { viewer, generation, expiresAt, authorization: undefined, key };
  };
}

const unverified = (authorization: string | undefined): Identity =>
  authorization === undefined
    ? anonymous
    : { ...anonymous, authorization, key: JSON.stringify({ authorization }) };

/** How long the session still lasts, in milliseconds; undefined when it does not end. */
export const remainingMs = ({ expiresAt }: Identity, now: number): number | undefined =>
  expiresAt && expiresAt.getTime() - now;

const isLive = (identity: Identity, now: number): boolean => (remainingMs(identity, now) ?? 1) > 0;

/** @throws {Unauthenticated} when the session is over; a socket outlives the moment its session was verified. */
export function requireLive(identity: Identity, now: number): void {
  if (!isLive(identity, now)) throw new Unauthenticated('The session has expired.');
}
