import {
  WriteRejected,
  type Collection,
  type DocumentStore,
  type Where,
} from '@counterstep/platform/storage';
import type { Expiring } from './domain/expiring.ts';

/** More than one, so that removal keeps ahead of growth. */
const AT_ONCE = 10;

/** Removes some documents that have expired; called at each growth, it keeps a collection from growing for ever. */
export async function removeExpired<T extends Expiring>(
  store: DocumentStore,
  collection: Collection<T>,
  now: string,
): Promise<void> {
  const expired = { expiresAt: { $lte: now } } as Where<T>;
  const { edges } = await collection.find({ where: expired, limit: AT_ONCE });
  const writes = edges.map(({ node }) => collection.remove(node.id, expired));
  await store.commit(writes).catch((error: unknown) => {
    // Another caller was at it at the same time.
    if (!(error instanceof WriteRejected)) throw error;
  });
}
