import { cursorOf, sortsOf, valuesOf, type Sort } from './cursor.ts';
import type { Scalar } from './conditions.ts';
import type { Document, Page, Query } from './port.ts';

type PageQuery = Pick<Query<Document>, 'orderBy' | 'limit' | 'after' | 'before' | 'from'>;

/** How an engine reads a page: the order in which it reads documents, and the bounds after which it does. */
export interface Walk {
  /** The order of the list, or its reverse. */
  readonly sorts: readonly Sort[];
  /** Each document must come after these values in the order of these sorts. */
  readonly bounds: readonly { readonly sorts: readonly Sort[]; readonly values: readonly Scalar[] }[];
}

const reversed = (sorts: readonly Sort[]): readonly Sort[] =>
  sorts.map(({ path, descending }) => ({ path, descending: !descending }));

/**
 * The walk for a page.
 *
 * @throws {InvalidCursor} if a cursor belongs to another list.
 */
export function walkOf(collection: string, { orderBy, after, before, from }: PageQuery): Walk {
  const sorts = sortsOf(orderBy);
  const opposite = reversed(sorts);
  return {
    sorts: from === 'end' ? opposite : sorts,
    bounds: [
      ...(after === undefined ? [] : [{ sorts, values: valuesOf(collection, sorts, after) }]),
      ...(before === undefined
        ? []
        : [{ sorts: opposite, values: valuesOf(collection, sorts, before, 'before') }]),
    ],
  };
}

/** Makes a page of the documents read in the order of the walk; one beyond the limit shows that there are more. */
export function pageOf<T extends Document>(
  collection: string,
  { orderBy, limit, after, before, from }: PageQuery,
  read: readonly T[],
): Page<T> {
  const sorts = sortsOf(orderBy);
  const more = read.length > limit;
  const kept = read.slice(0, limit);
  const nodes = from === 'end' ? kept.reverse() : kept;
  return {
    edges: nodes.map((node) => ({ cursor: cursorOf(collection, sorts, node), node })),
    hasNextPage: from === 'end' ? before !== undefined : more || before !== undefined,
    hasPreviousPage: from === 'end' ? more || after !== undefined : after !== undefined,
  };
}
