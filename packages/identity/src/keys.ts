import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { z } from 'zod';
import { CALLERS, type CallingService } from './callers.ts';
import {
  InvalidConfiguration,
  CodedError,
  newId,
  keepPrivate,
  makePrivateFolder,
  PRIVATE_FILE,
} from '@counterstep/primitives';

/** The configured keys; missing ones are made under `dataDir`. */
export interface KeyConfig {
  readonly sessionPrivate: object | undefined;
  readonly sessionPublic: object | undefined;
  readonly internalPrivate: object | undefined;
  readonly internalPublic: object | undefined;
}

/** The keys of a service, without the private keys that it was not given. */
export interface Keys {
  /** Signs customers' sessions. */
  readonly sessionPrivate: JWK | undefined;
  readonly sessionPublic: JSONWebKeySet;
  /** Signs this service's calls of other services; its `kid` is the name of this service. */
  readonly internalPrivate: JWK | undefined;
  readonly internalPublic: JSONWebKeySet;
}

/** The configuration of a service without any keys. */
export const noKeys: KeyConfig = {
  sessionPrivate: undefined,
  sessionPublic: undefined,
  internalPrivate: undefined,
  internalPublic: undefined,
};

const callers = Object.values(CALLERS);
const keyNames = ['session', ...callers] as const;
type KeyFile = Readonly<Record<(typeof keyNames)[number], JWK>>;

const privateKey = z.looseObject({
  kty: z.string(),
  crv: z.string(),
  x: z.string(),
  d: z.string(),
  kid: z.string(),
});
const keyFile = z.object({
  session: privateKey,
  [CALLERS.gateway]: privateKey,
  [CALLERS.sagas]: privateKey,
});

/** The public key that verifies signatures of the private key. */
export const publicPart = ({ kty, crv, x, kid }: JWK): JWK =>
  ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }) as JWK;

/** Makes an Ed25519 key; its `kid` must begin with the name of its signer, and may go on with `.` and a unique text. */
export async function makeKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}

/** Makes internal keys without a file, for services that share a process; session keys are not included. */
export async function makeInternalKeys(): Promise<
  Readonly<Record<CallingService, JWK>> & { readonly internalPublic: JSONWebKeySet }
> {
  const [gateway, sagas] = await Promise.all([makeKey(CALLERS.gateway), makeKey(CALLERS.sagas)]);
  return {
    [CALLERS.gateway]: gateway,
    [CALLERS.sagas]: sagas,
    internalPublic: { keys: [publicPart(gateway), publicPart(sagas)] },
  };
}

async function makeKeyFile(file: string): Promise<void> {
  const entries = await Promise.all(keyNames.map(async (name) => [name, await makeKey(name)] as const));
  // Linking fails if the file exists: when several services start at once, all use the first one's keys, and none reads
  // half a file.
  const draft = `${file}.${newId()}`;
  try {
    const text = JSON.stringify(Object.fromEntries(entries), undefined, 2);
    await writeFile(draft, text, { flag: 'wx', mode: PRIVATE_FILE, flush: true });
    await link(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

async function readOrMake(dataDir: string, file: string): Promise<string> {
  try {
    keepPrivate(file);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  makePrivateFolder(dataDir);
  await makeKeyFile(file).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  return readFile(file, 'utf8');
}

async function readKeyFile(dataDir: string): Promise<KeyFile> {
  const file = join(dataDir, 'keys.json');
  const text = await readOrMake(dataDir, file).catch((error: unknown): never => {
    if (codeOf(error) === 'ENOSPC')
      throw new CodedError('STORE_FULL', `The keys in ${file} cannot be made: its disk is full.`);
    throw new InvalidConfiguration(`The keys in ${file} cannot be read or made: ${(error as Error).message}`);
  });
  try {
    return keyFile.parse(JSON.parse(text));
  } catch {
    // The cause is omitted, because it may quote keys.
    throw new InvalidConfiguration(
      `The keys in ${file} are damaged. Remove the file, and new ones are made.`,
    );
  }
}

/**
 * Loads the configured keys; if public keys are missing, uses those in `dataDir`, which it makes on first use.
 *
 * @throws {CodedError} as STORE_FULL if the folder's disk has no space for new ones.
 * @throws {InvalidConfiguration} if the folder cannot be used, or keys are missing in production.
 */
export async function loadKeys(
  config: KeyConfig,
  dataDir: string,
  service: string,
  production: boolean,
): Promise<Keys> {
  const given = {
    sessionPrivate: config.sessionPrivate as JWK | undefined,
    sessionPublic: config.sessionPublic as JSONWebKeySet | undefined,
    internalPrivate: config.internalPrivate as JWK | undefined,
    internalPublic: config.internalPublic as JSONWebKeySet | undefined,
  };
  if (given.internalPublic !== undefined) {
    return {
      ...given,
      sessionPublic: given.sessionPublic ?? { keys: [] },
      internalPublic: given.internalPublic,
    };
  }
  if (production) throw new InvalidConfiguration('INTERNAL_PUBLIC_KEYS must be set in production.');
  const file = await readKeyFile(dataDir);
  const caller = callers.find((name) => name === service);
  return {
    sessionPrivate: given.sessionPrivate ?? file.session,
    sessionPublic: given.sessionPublic ?? { keys: [publicPart(file.session)] },
    internalPrivate: given.internalPrivate ?? (caller && file[caller]),
    internalPublic: { keys: callers.map((name) => publicPart(file[name])) },
  };
}
