import { setTimeout as delay } from 'node:timers/promises';
import { type Collection, type Db, type IndexDescription, MongoServerError } from 'mongodb';
import type { PlainSpec } from '../spec.ts';
import { wordsOf } from '../words.ts';
import { isTransient } from './failures.ts';
import { fieldOf } from './filter.ts';
import { type Stored, WORDS } from './stored.ts';

const NAMESPACE_EXISTS = 48;
const INDEX_NOT_FOUND = 27;
const ATTEMPTS = 5;
const PAUSE_MS = 500;

const ascending = (paths: readonly string[]): Record<string, 1> =>
  Object.fromEntries(paths.map((path) => [fieldOf(path), 1] as const));

const UNIQUE = 'u:';
const uniqueIndex = (paths: readonly string[]): string => `${UNIQUE}${paths.join()}`;

function indexesOf(spec: PlainSpec): IndexDescription[] {
  const plain = spec.indexes.map((paths) => ({
    key: ascending([...paths, 'id']),
    name: `i:${paths.join()}`,
  }));
  const unique = spec.unique.map((paths) => ({
    key: ascending(paths),
    name: uniqueIndex(paths),
    unique: true,
    partialFilterExpression: Object.fromEntries(paths.map((path) => [fieldOf(path), { $exists: true }])),
  }));
  const text = spec.text.map((field) => ({ key: ascending([`${WORDS}.${field}`]), name: `t:${field}` }));
  return [...plain, ...unique, ...text];
}

async function create(database: Db, name: string): Promise<void> {
  try {
    await database.createCollection(name);
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === NAMESPACE_EXISTS)) throw error;
  }
}

/** Drops the indexes of keys that used to be unique, so that they do not restrict documents any more. */
async function dropUndeclared(documents: Collection<Stored>, spec: PlainSpec): Promise<void> {
  const declared = new Set(spec.unique.map(uniqueIndex));
  for (const { name } of (await documents.indexes()) as { readonly name: string }[]) {
    if (!name.startsWith(UNIQUE) || declared.has(name)) continue;
    try {
      await documents.dropIndex(name);
    } catch (error) {
      // Another process that started at the same time has dropped the index.
      if (!(error instanceof MongoServerError && error.code === INDEX_NOT_FOUND)) throw error;
    }
  }
}

/** Indexes the words of documents that were written before their field was declared as text. */
async function indexOldWords(documents: Collection<Stored>, field: string): Promise<void> {
  const words = `${WORDS}.${field}`;
  const unindexed = documents.find({ [field]: { $type: 'string' }, [words]: { $exists: false } });
  for await (const { _id, [field]: text } of unindexed) {
    await documents.updateOne({ _id, [field]: text }, { $set: { [words]: wordsOf(String(text)) } });
  }
}

async function prepareOnce(database: Db, spec: PlainSpec): Promise<void> {
  await create(database, spec.name);
  const documents = database.collection<Stored>(spec.name);
  await dropUndeclared(documents, spec);
  const indexes = indexesOf(spec);
  if (indexes.length > 0) await documents.createIndexes(indexes);
  for (const field of spec.text) await indexOldWords(documents, field);
}

/** Creates the collection and its indexes, which must exist before a transaction uses them. */
export async function prepare(database: Db, spec: PlainSpec): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await prepareOnce(database, spec);
      return;
    } catch (error) {
      if (!isTransient(error) || attempt === ATTEMPTS) throw error;
      await delay(PAUSE_MS);
    }
  }
}
