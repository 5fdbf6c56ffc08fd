import { newId } from '@counterstep/service-kit';
import { makeKey, publicPart } from '@counterstep/identity';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';

/**
 * The signer of each private key: customers signs sessions, gateway and coordinator sign their calls of other services.
 */
const signers = {
  SESSION_PRIVATE_KEY: { kid: 'session', verifiedBy: 'SESSION_PUBLIC_KEYS' },
  GATEWAY_INTERNAL_PRIVATE_KEY: { kid: 'gateway', verifiedBy: 'INTERNAL_PUBLIC_KEYS' },
  COORDINATOR_INTERNAL_PRIVATE_KEY: { kid: 'coordinator', verifiedBy: 'INTERNAL_PUBLIC_KEYS' },
} as const;

type Signer = keyof typeof signers;
type PublicSet = (typeof signers)[Signer]['verifiedBy'];
const names = Object.keys(signers) as readonly Signer[];

const jwk = z.looseObject({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string() });
const privateJwk = jwk.extend({ d: z.string() });
const publicSet = z.object({ keys: z.array(jwk).min(1) });
const privateKeys = {
  SESSION_PRIVATE_KEY: privateJwk,
  GATEWAY_INTERNAL_PRIVATE_KEY: privateJwk,
  COORDINATOR_INTERNAL_PRIVATE_KEY: privateJwk,
};

const keySet = z.object({
  ...privateKeys,
  SESSION_PUBLIC_KEYS: publicSet,
  INTERNAL_PUBLIC_KEYS: publicSet,
  /** New private keys, whose public keys are published but which do not sign yet. */
  NEXT_PRIVATE_KEYS: z.object(privateKeys).optional(),
});

/** All keys of an installation, by the name of each one's variable. */
export type KeySet = z.output<typeof keySet>;

/** The keys are wrong, or the step of their rotation is out of order; the message says what is needed. */
export class WrongKeys extends Error {}

/**
 * Reads the keys in a record of texts; ignores other entries.
 *
 * @throws {WrongKeys} if a key is missing or malformed; the message names it and quotes nothing.
 */
export function parseKeySet(texts: Readonly<Record<string, string | undefined>>): KeySet {
  const values = Object.keys(keySet.shape).map((name) => [name, parsed(name, texts[name])] as const);
  const result = keySet.safeParse(Object.fromEntries(values));
  if (result.success) return result.data;
  const wrong = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
  throw new WrongKeys(`${wrong.join(', ')} must hold Ed25519 keys as JSON, each with a kid.`);
}

function parsed(name: string, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WrongKeys(`${name} must be JSON.`);
  }
}

/** The keys as texts, by name. */
export const textsOf = (keys: Partial<KeySet>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(keys).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, JSON.stringify(value)]],
    ),
  );

type PrivateKeys = Readonly<Record<Signer, z.output<typeof privateJwk>>>;

async function makePrivateKeys(suffix: string): Promise<PrivateKeys> {
  const made = names.map(async (name) => [name, await makeKey(`${signers[name].kid}${suffix}`)] as const);
  return Object.fromEntries(await Promise.all(made)) as unknown as PrivateKeys;
}

const publicSets = (...generations: readonly PrivateKeys[]): Record<PublicSet, JSONWebKeySet> => {
  const keysFor = (wanted: PublicSet): JWK[] =>
    generations.flatMap((keys) =>
      names.filter((name) => signers[name].verifiedBy === wanted).map((name) => publicPart(keys[name])),
    );
  return {
    SESSION_PUBLIC_KEYS: { keys: keysFor('SESSION_PUBLIC_KEYS') },
    INTERNAL_PUBLIC_KEYS: { keys: keysFor('INTERNAL_PUBLIC_KEYS') },
  };
};

const assembled = (keys: PrivateKeys, next?: PrivateKeys): KeySet =>
  keySet.parse({
    ...keys,
    ...publicSets(keys, ...(next ? [next] : [])),
    ...(next && { NEXT_PRIVATE_KEYS: next }),
  });

const privateKeysOf = (keys: KeySet): PrivateKeys =>
  Object.fromEntries(names.map((name) => [name, keys[name]])) as unknown as PrivateKeys;

/** Makes new keys for an installation. */
export const makeKeySet = async (): Promise<KeySet> => assembled(await makePrivateKeys(''));

/** The steps that replace the keys of a running installation, in order; after each step, all services must restart. */
export const rotationSteps = ['publish', 'sign', 'retire'] as const;

/** A step of the rotation. */
export type RotationStep = (typeof rotationSteps)[number];

/** The last step done; `retire` if there never was a rotation. */
export function lastStep(keys: KeySet): RotationStep {
  if (keys.NEXT_PRIVATE_KEYS !== undefined) return 'publish';
  return keys.SESSION_PUBLIC_KEYS.keys.length > 1 ? 'sign' : 'retire';
}

/**
 * The keys after a step of their rotation: with `publish`, services also accept the new keys; with `sign`, they sign
 * with the new ones; with `retire`, they refuse the old ones.
 *
 * @throws {WrongKeys} if the step before was not done.
 */
export async function rotated(keys: KeySet, step: RotationStep): Promise<KeySet> {
  const now = privateKeysOf(keys);
  const next = keys.NEXT_PRIVATE_KEYS;
  const last = lastStep(keys);
  switch (step) {
    case 'publish':
      if (last !== 'retire') throw new WrongKeys('A rotation is under way: go on with sign, or with retire.');
      return assembled(now, await makePrivateKeys(`.${newId()}`));
    case 'sign': {
      if (next === undefined) throw new WrongKeys('There are no new keys to sign with: publish first.');
      // Verifiers still accept both keys.
      return keySet.parse({ ...next, ...publicSets(next, now) });
    }
    case 'retire':
      if (last !== 'sign') throw new WrongKeys('There are no old keys to retire: publish and sign first.');
      return assembled(now);
  }
}
