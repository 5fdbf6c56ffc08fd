import type { Collection, Document, Query } from './port.ts';

const PAGE = 1000;

/** Reads every matching document, page by page; for lists that are known to be short. */
export async function readAll<T extends Document>(
  collection: Pick<Collection<T>, 'find'>,
  query: Pick<Query<T>, 'where' | 'orderBy'>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = await collection.find({ ...query, limit: PAGE, ...(after !== undefined && { after }) });
    found.push(...page.edges.map(({ node }) => node));
    after = page.edges.at(-1)?.cursor;
    more = page.hasNextPage;
  }
  return found;
}
