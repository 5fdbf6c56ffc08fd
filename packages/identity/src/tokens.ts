import {
  createLocalJWKSet,
  errors as joseErrors,
  importJWK,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { InvalidConfiguration, Unauthenticated } from '@counterstep/primitives';
import { CALLERS, type CallingService } from './callers.ts';

const customerClaims = z.object({
  sub: z.string().min(1),
  email: z.string(),
  name: z.string(),
  role: z.enum(['CUSTOMER', 'ADMIN']),
  sid: z.string().min(1).optional(),
});

/** On whose behalf a call is made. */
export interface Viewer {
  /** The customer's id. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'CUSTOMER' | 'ADMIN';
  /** The session that the call is made in; absent in tokens of earlier releases. */
  readonly sessionId?: string;
}

/** Who calls a service: which service, and on whose behalf, if anybody's. */
export interface Caller {
  readonly service: CallingService;
  readonly viewer: Viewer | undefined;
}

const claimsOf = ({ id, sessionId, ...rest }: Viewer) => ({
  sub: id,
  ...rest,
  ...(sessionId !== undefined && { sid: sessionId }),
});
const viewerOf = ({ sub, sid, ...rest }: z.output<typeof customerClaims>): Viewer => ({
  id: sub,
  ...rest,
  ...(sid !== undefined && { sessionId: sid }),
});

/** Signs tokens with one key; a token's `kid` is that of the key. */
export interface TokenSigner {
  /** A token of the claims for the audience, valid for `lifetimeSeconds` from now. */
  sign(audience: string, claims: Record<string, unknown>, lifetimeSeconds: number): Promise<string>;
}

async function createSigner(jwk: JWK, now: () => number): Promise<TokenSigner> {
  const { kid } = jwk;
  if (kid === undefined) throw new InvalidConfiguration('A private key (JWK) needs a kid.');
  const key = await importJWK(jwk, 'EdDSA');
  return {
    sign: (audience, claims, lifetimeSeconds) => {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(key);
    },
  };
}

/** How many tokens are remembered, those that were signed and those that were verified. */
const REMEMBERED_TOKENS = 10_000;

/** Remembers what a token says for as long as it is valid: to verify a signature costs more than most calls. */
function remembering<Claims extends object>(
  verifyToken: (token: string) => Promise<{ readonly claims: Claims; readonly expiresAtMs: number }>,
  now: () => number,
): (token: string) => Promise<{ readonly claims: Claims; readonly expiresAtMs: number }> {
  const known = new LRUCache<string, { readonly claims: Claims; readonly expiresAtMs: number }>({
    max: REMEMBERED_TOKENS,
  });
  return async (token) => {
    const remembered = known.get(token);
    if (remembered !== undefined && now() < remembered.expiresAtMs) return remembered;
    const verified = await verifyToken(token);
    known.set(token, verified);
    return verified;
  };
}

async function verify(
  token: string,
  keys: ReturnType<typeof createLocalJWKSet>,
  audience: string,
  now: () => number,
  leewaySeconds = 0,
) {
  try {
    const options = {
      ...{ algorithms: ['EdDSA'], audience, currentDate: new Date(now()) },
      clockTolerance: leewaySeconds,
    };
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired) throw new Unauthenticated('The token has expired.');
    throw new Unauthenticated('The token is not valid.');
  }
}

const SESSION_AUDIENCE = 'counterstep';

/** Each service accepts tokens made for it only, so that a stolen one serves nowhere else. */
const internalAudience = (service: string): string => `counterstep-internal/${service}`;

/** An access token of the viewer, valid for `lifetimeSeconds` from now, of a generation of theirs; 0 unless given. */
export type SignSession = (viewer: Viewer, lifetimeSeconds: number, generation?: number) => Promise<string>;

const sessionClaims = customerClaims.extend({ gen: z.int().min(0).default(0) });

/** Issues the access tokens of customers. */
export async function createSessionSigner(jwk: JWK, now: () => number = Date.now): Promise<SignSession> {
  const signer = await createSigner(jwk, now);
  return (viewer, lifetimeSeconds, generation = 0) =>
    signer.sign(SESSION_AUDIENCE, { ...claimsOf(viewer), gen: generation }, lifetimeSeconds);
}

/** What an access token says. */
export interface VerifiedSession {
  readonly viewer: Viewer;
  /** Grows whenever all earlier tokens of the viewer stop to be good; 0 in tokens of earlier releases. */
  readonly generation: number;
  readonly expiresAt: Date;
}

/**
 * Verifies access tokens of customers.
 *
 * @throws {Unauthenticated} when the token is malformed, forged or expired; the returned function throws it.
 */
export function createSessionVerifier(
  keys: JSONWebKeySet,
  now: () => number = Date.now,
): (token: string) => Promise<VerifiedSession> {
  const keySet = createLocalJWKSet(keys);
  const verified = remembering(async (token) => {
    const { payload } = await verify(token, keySet, SESSION_AUDIENCE, now);
    const claims = sessionClaims.safeParse(payload);
    if (!claims.success || payload.exp === undefined) throw new Unauthenticated('The token is not valid.');
    const { gen: generation, ...customer } = claims.data;
    return { claims: { viewer: viewerOf(customer), generation }, expiresAtMs: payload.exp * 1000 };
  }, now);
  return async (token) => {
    const { claims, expiresAtMs } = await verified(token);
    return { ...claims, expiresAt: new Date(expiresAtMs) };
  };
}

const INTERNAL_LIFETIME_SECONDS = 120;

/** How long after its end an internal token is taken, because clocks of services differ. */
const INTERNAL_LEEWAY_SECONDS = 60;

/** A token is shown again for half of its life, so that it is valid for a while wherever it arrives. */
const INTERNAL_REUSE_MS = (INTERNAL_LIFETIME_SECONDS * 1000) / 2;

/** The token that a service shows to the named service on somebody's behalf. */
export type SignInternal = (service: string, viewer: Viewer | undefined) => Promise<string>;

/** Signs the tokens that a service shows to the services it calls; each is valid for one to two minutes. */
export async function createInternalSigner(jwk: JWK, now: () => number = Date.now): Promise<SignInternal> {
  const signer = await createSigner(jwk, now);
  const signed = new LRUCache<string, { readonly token: Promise<string>; readonly signedAtMs: number }>({
    max: REMEMBERED_TOKENS,
  });
  return (service, viewer) => {
    const claims = viewer === undefined ? {} : { viewer: claimsOf(viewer) };
    const key = JSON.stringify([service, claims]);
    const known = signed.get(key);
    const ageMs = known === undefined ? 0 : now() - known.signedAtMs;
    // One from the future was signed before the clock was set back, and may be old for everybody else.
    if (known !== undefined && ageMs >= 0 && ageMs < INTERNAL_REUSE_MS) return known.token;
    const token = signer.sign(internalAudience(service), claims, INTERNAL_LIFETIME_SECONDS);
    signed.set(key, { token, signedAtMs: now() });
    token.catch(() => signed.delete(key));
    return token;
  };
}

const internalClaims = z.object({ viewer: customerClaims.optional() });
const callingService = z.enum(Object.values(CALLERS));

/**
 * Verifies tokens of calling services that were made for the named one. Who calls follows from the key that signed it.
 *
 * @throws {Unauthenticated} when the token is absent, malformed, forged, expired or made for another service; the
 * returned function throws it.
 */
export function createInternalVerifier(
  service: string,
  keys: JSONWebKeySet,
  now: () => number = Date.now,
): (authorization: string | undefined) => Promise<Caller> {
  const keySet = createLocalJWKSet(keys);
  const verified = remembering(async (token) => {
    const { payload, protectedHeader } = await verify(
      token,
      keySet,
      internalAudience(service),
      now,
      INTERNAL_LEEWAY_SECONDS,
    );
    // While keys are replaced a service has two of them: `gateway` and `gateway.<something>`.
    const calling = callingService.safeParse(protectedHeader.kid?.split('.', 1)[0]);
    const claims = internalClaims.safeParse(payload);
    if (!calling.success || !claims.success || payload.exp === undefined)
      throw new Unauthenticated('The token is not valid.');
    const { viewer } = claims.data;
    const caller: Caller = { service: calling.data, viewer: viewer && viewerOf(viewer) };
    return { claims: caller, expiresAtMs: (payload.exp + INTERNAL_LEEWAY_SECONDS) * 1000 };
  }, now);
  return async (authorization) => (await verified(bearerToken(authorization))).claims;
}

/**
 * The token of an `Authorization: Bearer` header.
 *
 * @throws {Unauthenticated} when there is none, or the header has another form.
 */
export function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +([\w.-]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new Unauthenticated('The authorization must be `Bearer <token>`.');
  return token;
}
