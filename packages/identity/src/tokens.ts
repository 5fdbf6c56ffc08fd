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

/** The customer on whose behalf a call is made. */
export interface Viewer {
  /** The customer's id. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'CUSTOMER' | 'ADMIN';
  /** The session of the call; absent in tokens of earlier releases. */
  readonly sessionId?: string;
}

/** The caller of a service: another service, and the customer that it acts for, if any. */
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
  /** Makes a token with the claims for the audience, valid for `lifetimeSeconds` from now. */
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

/** The most cached tokens, for signed and for verified ones each. */
const REMEMBERED_TOKENS = 10_000;

/** Caches a token's claims as long as it is valid, because verifying a signature costs more than most calls. */
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

/** The audience of tokens for a service, which accepts no others, so that a stolen token is useless elsewhere. */
const internalAudience = (service: string): string => `counterstep-internal/${service}`;

/**
 * Makes an access token for the viewer, valid for `lifetimeSeconds` from now; `generation` is the viewer's token
 * generation, by default 0.
 */
export type SignSession = (viewer: Viewer, lifetimeSeconds: number, generation?: number) => Promise<string>;

const sessionClaims = customerClaims.extend({ gen: z.int().min(0).default(0) });

/** Creates the signer of customers' access tokens. */
export async function createSessionSigner(jwk: JWK, now: () => number = Date.now): Promise<SignSession> {
  const signer = await createSigner(jwk, now);
  return (viewer, lifetimeSeconds, generation = 0) =>
    signer.sign(SESSION_AUDIENCE, { ...claimsOf(viewer), gen: generation }, lifetimeSeconds);
}

/** The contents of a verified access token. */
export interface VerifiedSession {
  readonly viewer: Viewer;
  /**
   * The viewer's token generation, which grows whenever all earlier tokens are revoked; 0 in tokens of earlier
   * releases.
   */
  readonly generation: number;
  readonly expiresAt: Date;
}

/**
 * Creates the verifier of customers' access tokens.
 *
 * @throws {Unauthenticated} from the returned function, if the token is malformed, forged or expired.
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

/** How long after its expiry an internal token is accepted, in seconds, because the clocks of services differ. */
const INTERNAL_LEEWAY_SECONDS = 60;

/**
 * How long a token is reused, in ms: half of its lifetime, so that it is still valid for a while wherever it arrives.
 */
const INTERNAL_REUSE_MS = (INTERNAL_LIFETIME_SECONDS * 1000) / 2;

/** Makes the token by which this service calls the named service, on the viewer's behalf if there is one. */
export type SignInternal = (service: string, viewer: Viewer | undefined) => Promise<string>;

/**
 * Creates the signer of a service's tokens for the services that it calls; each token is valid for one to two minutes.
 */
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
    // A token from the future was signed before our clock was set back, and may have expired for other services.
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
 * Creates the verifier of calling services' tokens for the named service. The key that signed a token determines the
 * caller.
 *
 * @throws {Unauthenticated} from the returned function, if the token is absent, malformed, forged, expired or made for
 * another service.
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
    // During a rotation of keys, a service has two of them: `gateway` and `gateway.<something>`.
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
 * The token in an `Authorization: Bearer` header.
 *
 * @throws {Unauthenticated} if there is no header, or it has another form.
 */
export function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +([\w.-]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new Unauthenticated('The authorization must be `Bearer <token>`.');
  return token;
}
