import {
  WriteRejected,
  type Collection,
  type DocumentStore,
  type Changes,
  type Where,
} from '@counterstep/document-store';
import type { Expiring } from './domain/expiring.ts';

/** More than one, so that removal keeps ahead of growth. */
const AT_ONCE = 10;

/**
 * How long an expired document stays, in milliseconds: a start with a clock that is ahead must not end every session.
 */
const GRACE_MS = 24 * 60 * 60_000;

/**
 * Removes some documents that were found expired a day ago, and marks some that have expired since. Called for each
 * insertion, it keeps a collection from growing without bound.
 */
export async function removeExpired<T extends Expiring>(
  store: DocumentStore,
  collection: Collection<T>,
  now: string,
): Promise<void> {
  const removableFrom = new Date(Date.parse(now) + GRACE_MS).toISOString();
  const expired = { expiresAt: { $lte: now } };
  const removable = { ...expired, removableFrom: { $lte: now } } as Where<T>;
  const unmarked = { ...expired, removableFrom: { $exists: false } } as Where<T>;
  // A removal time further away was set by a clock that was ahead.
  const mismarked = { ...expired, removableFrom: { $gt: removableFrom } } as Where<T>;
  const find = async (where: Where<T>) => (await collection.find({ where, limit: AT_ONCE })).edges;
  const mark = { $set: { removableFrom } } as Changes<T>;
  const marks = [...(await find(unmarked)), ...(await find(mismarked))];
  const writes = [
    ...(await find(removable)).map(({ node }) => collection.remove(node.id, removable)),
    ...marks.map(({ node }) => collection.update(node.id, expired as Where<T>, mark)),
  ];
  await store.commit(writes).catch((error: unknown) => {
    // Another caller has done the same at the same time.
    if (!(error instanceof WriteRejected)) throw error;
  });
}
