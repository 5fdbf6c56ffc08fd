import { randomBytes } from 'node:crypto';
import { ClusterRefused, type ClusterSecrets } from './cluster.ts';
import { decoded, encoded } from './documents.ts';
import {
  lastStep,
  makeKeySet,
  parseKeySet,
  rotated,
  textsOf,
  WrongKeys,
  type RotationStep,
} from './key-set.ts';

type Texts = Readonly<Record<string, string>>;

/** The labels and annotations of new Secrets. */
export interface Marks {
  readonly labels: Texts;
  readonly annotations: Texts;
}

/** A kind of Secret, by its contents. */
interface Kind {
  /** The entries of the Secret, any of which shows that the Secret has been filled. */
  readonly names: readonly string[];
  readonly make: () => Promise<Texts>;
  /** The changed entries; undefined if they stay. */
  readonly change: (texts: Texts) => Promise<Texts | undefined>;
}

/** How often to try while other writers are faster. */
const TRIES = 5;

const keyNames = [
  ...['SESSION_PRIVATE_KEY', 'SESSION_PUBLIC_KEYS', 'GATEWAY_INTERNAL_PRIVATE_KEY'],
  ...['COORDINATOR_INTERNAL_PRIVATE_KEY', 'INTERNAL_PUBLIC_KEYS', 'NEXT_PRIVATE_KEYS'],
];

/**
 * The keys of an installation, which are taken to a step of their rotation unless that is already the last step done.
 */
const keysWith = (step: RotationStep | undefined): Kind => ({
  names: keyNames,
  make: async () => textsOf(await makeKeySet()),
  change: async (texts) => {
    const keys = parseKeySet(texts);
    return step === undefined || lastStep(keys) === step ? undefined : textsOf(await rotated(keys, step));
  },
});

/** The key file by which members of a MongoDB replica set authenticate, and the password of the services. */
const mongodb: Kind = {
  names: ['MONGO_PASSWORD', 'MONGO_KEYFILE'],
  make: () =>
    Promise.resolve({
      MONGO_PASSWORD: randomBytes(24).toString('base64url'),
      // A key file may have only base64 characters, at most 1024.
      MONGO_KEYFILE: randomBytes(756).toString('base64').replaceAll('=', ''),
    }),
  change: (texts) => {
    if (texts['MONGO_PASSWORD'] && texts['MONGO_KEYFILE']) return Promise.resolve(undefined);
    throw new WrongKeys('MONGO_PASSWORD and MONGO_KEYFILE must both be there, or neither.');
  },
};

const only = (texts: Texts, isWanted: (name: string) => boolean): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([name]) => isWanted(name)));

/** Creates or fills a Secret that lacks its entries; changes existing entries as the kind says. */
async function applyOnce(secrets: ClusterSecrets, name: string, kind: Kind, marks: Marks) {
  const known = await secrets.read(name);
  if (known === undefined) {
    const made = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name, ...marks } };
    return (await secrets.create({ ...made, data: encoded(await kind.make()) })) ? 'made' : undefined;
  }
  const texts = decoded(known.data ?? {});
  const own = only(texts, (entry) => kind.names.includes(entry));
  const isEmpty = Object.keys(own).length === 0;
  const next = isEmpty ? await kind.make() : await kind.change(own);
  if (next === undefined) return 'kept';
  const others = only(texts, (entry) => !kind.names.includes(entry));
  const isReplaced = await secrets.replace({ ...known, data: encoded({ ...others, ...next }) });
  return isReplaced ? (isEmpty ? 'made' : 'changed') : undefined;
}

async function apply(secrets: ClusterSecrets, name: string, kind: Kind, marks: Marks) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const done = await applyOnce(secrets, name, kind, marks);
    if (done !== undefined) return done;
  }
  throw new ClusterRefused(`Secret ${name} was changed by somebody else ${TRIES} times in a row.`);
}

/** The names of the Secrets to apply; undefined for none of the kind. */
export interface Wanted extends Marks {
  readonly keys: string | undefined;
  readonly mongodb: string | undefined;
  readonly step: RotationStep | undefined;
}

/**
 * Makes missing Secrets, never overwrites one, and takes the keys to a step of their rotation; returns what was done.
 *
 * @throws {ClusterRefused} if the Kubernetes API refuses.
 * @throws {WrongKeys} if a Secret has other contents, or the step is out of order.
 */
export async function applySecrets(
  secrets: ClusterSecrets,
  { keys, mongodb: database, step, labels, annotations }: Wanted,
  tell: (line: string) => void,
): Promise<void> {
  const wanted = [
    ...(keys === undefined ? [] : [[keys, keysWith(step)] as const]),
    ...(database === undefined ? [] : [[database, mongodb] as const]),
  ];
  for (const [name, kind] of wanted) {
    const done = await apply(secrets, name, kind, { labels, annotations });
    tell(`Secret ${secrets.namespace}/${name}: ${done}.`);
  }
}
