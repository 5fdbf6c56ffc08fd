import { cursorOf, sortsOf, valuesOf, type Sort } from './cursor.ts';
import type { Scalar } from './conditions.ts';
import type { Document, Page, Query } from './port.ts';

type PageQuery = Pick<Query<Document>, 'orderBy' | 'limit' | 'after' | 'before' | 'from'>;

/** How an engine reads a page: in which direction it walks, and beyond which places. */
export interface Walk {
  /** The order in which documents are read: that of the list, or its reverse. */
  readonly sorts: readonly Sort[];
  /** Every document read comes after these values in the order of these sorts. */
  readonly bounds: readonly { readonly sorts: readonly Sort[]; readonly values: readonly Scalar[] }[];
}

const reversed = (sorts: readonly Sort[]): readonly Sort[] =>
  sorts.map(({ path, descending }) => ({ path, descending: !descending }));

/** @throws {InvalidCursor} when a cursor was made for another list. */
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

/** The page of what was read in the order of the walk, of which one more than the limit tells that there is more. */
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
