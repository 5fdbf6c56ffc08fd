import { importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { makeKey } from '@counterstep/identity';

/** Tokens that a participant sees, and what is wrong with each. */
export interface Tokens {
  /** The one of the coordinator. */
  readonly good: () => Promise<string>;
  readonly wrong: {
    /** Signed by a key that the participant does not know, under the id of one that it knows. */
    readonly forged: () => Promise<string>;
    /** Not signed at all. */
    readonly unsigned: () => Promise<string>;
    /** Made for another participant. */
    readonly elsewhere: () => Promise<string>;
    /** Its time has been over for ten minutes. */
    readonly expired: () => Promise<string>;
    /** Good for ever. */
    readonly endless: () => Promise<string>;
  };
  /** A good one of another service, where its key is known. */
  readonly ofOther: (() => Promise<string>) | undefined;
}

export interface TokenOptions {
  /** The name under which the participant is called, such as `payments`. */
  readonly audience: string;
  /** The private key of the coordinator. */
  readonly key: JWK;
  /** That of another service which the participant knows, such as the gateway. */
  readonly otherKey?: JWK | undefined;
}

const LIFETIME_SECONDS = 120;
const LONG_OVER_SECONDS = 600;

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const audienceOf = (name: string): string => `counterstep-internal/${name}`;

/** How long the good token is shown, as the coordinator shows its own for a while. */
const SHOWN_MS = 30_000;

/** A token from `issuedAt`, in seconds since 1970, that ends two minutes later, or never. */
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

/** Makes the tokens with which a participant is called. */
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
