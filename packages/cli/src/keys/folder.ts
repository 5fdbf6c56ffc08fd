import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@counterstep/service-kit';
import { makeKeySet, parseKeySet, textsOf, type KeySet } from './key-set.ts';

/** The file with all keys, which is replaced atomically; the other files are derived from it. */
const WHOLE = 'keys.json';
const PRIVATE = { mode: 0o600, flush: true } as const;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Reads the keys in the folder; undefined if it has none. */
export async function readKeyFolder(folder: string): Promise<KeySet | undefined> {
  try {
    return parseKeySet(JSON.parse(await readFile(join(folder, WHOLE), 'utf8')) as Record<string, string>);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces a file atomically. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${newId()}`;
  try {
    await writeFile(draft, text, PRIVATE);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Writes a file for each key that services read; new keys that do not sign yet get none. */
async function writeParts(folder: string, { NEXT_PRIVATE_KEYS: _, ...current }: KeySet): Promise<void> {
  for (const [name, text] of Object.entries(textsOf(current))) await replaceFile(join(folder, name), text);
}

/** Replaces the keys of the folder: `keys.json`, and a file for each variable. */
export async function writeKeyFolder(folder: string, keys: KeySet): Promise<void> {
  await replaceFile(join(folder, WHOLE), JSON.stringify(textsOf(keys)));
  await writeParts(folder, keys);
}

/** Makes keys in the folder unless it has some; of several processes at once, one makes them for all. */
export async function ensureKeyFolder(folder: string): Promise<'made' | 'kept'> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = await readKeyFolder(folder);
  if (known === undefined) await makeOnce(join(folder, WHOLE));
  const keys = await readKeyFolder(folder);
  if (keys !== undefined) await writeParts(folder, keys);
  return known === undefined ? 'made' : 'kept';
}

async function makeOnce(file: string): Promise<void> {
  const draft = `${file}.${newId()}`;
  try {
    await writeFile(draft, JSON.stringify(textsOf(await makeKeySet())), PRIVATE);
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
