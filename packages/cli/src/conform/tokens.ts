import { importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { makeKey } from '@counterstep/identity';

/** The tokens to call a participant with: good ones, and wrong ones by their fault. */
export interface Tokens {
  /** The coordinator's token. */
  readonly good: () => Promise<string>;
  readonly wrong: {
    /** Signed by a key that is unknown to the participant, with the id of a known one. */
    readonly forged: () => Promise<string>;
    /** Not signed at all. */
    readonly unsigned: () => Promise<string>;
    /** Made for another participant. */
    readonly elsewhere: () => Promise<string>;
    /** Expired ten minutes ago. */
    readonly expired: () => Promise<string>;
    /** Without an expiry. */
    readonly endless: () => Promise<string>;
  };
  /** A good token of another service, if its key is given. */
  readonly ofOther: (() => Promise<string>) | undefined;
}

export interface TokenOptions {
  /** The participant's name in tokens, such as `payments`. */
  readonly audience: string;
  /** The private key of the coordinator. */
  readonly key: JWK;
  /** The private key of another service that the participant knows, such as the gateway. */
  readonly otherKey?: JWK | undefined;
}

const LIFETIME_SECONDS = 120;
const LONG_OVER_SECONDS = 600;

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const audienceOf = (name: string): string => `counterstep-internal/${name}`;

/** How long the good token is reused, in ms; the coordinator also reuses its tokens. */
const SHOWN_MS = 30_000;

/** Signs a token that was issued at `issuedAt`, in seconds since 1970, and expires two minutes later, or never. */
async function sign(key: JWK, audience: string, issuedAt: number, ends = true): Promise<string> {
  const token = new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid ?? 'coordinator' })
    .setAudience(audienceOf(audience))
    .setIssuedAt(issuedAt);
  if (ends) token.setExpirationTime(issuedAt + LIFETIME_SECONDS);
  return token.sign(await importJWK(key, 'EdDSA'));
}

const unsigned = (audience: string): string =>
  new UnsecuredJWT({})
    .setAudience(audienceOf(audience))
    .setIssuedAt(nowSeconds())
    .setExpirationTime(nowSeconds() + LIFETIME_SECONDS)
    .encode();

/** Creates the tokens to call a participant with. */
export async function createTokens({ audience, key, otherKey }: TokenOptions): Promise<Tokens> {
  const stranger = await makeKey(key.kid ?? 'coordinator');
  let [shown, signedAt] = ['', -Infinity];
  return {
    good: async () => {
      if (performance.now() - signedAt < SHOWN_MS) return shown;
      shown = await sign(key, audience, nowSeconds());
      signedAt = performance.now();
      return shown;
    },
    wrong: {
      forged: () => sign(stranger, audience, nowSeconds()),
      unsigned: () => Promise.resolve(unsigned(audience)),
      elsewhere: () => sign(key, `not-${audience}`, nowSeconds()),
      expired: () => sign(key, audience, nowSeconds() - LIFETIME_SECONDS - LONG_OVER_SECONDS),
      endless: () => sign(key, audience, nowSeconds(), false),
    },
    ofOther: otherKey && (() => sign(otherKey, audience, nowSeconds())),
  };
}
