import { BadUserInput } from '../errors.ts';
import type { Collection, Document, OrderBy, Query, Where } from '../storage/index.ts';

/** The paging arguments of a connection field. */
export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A Relay connection, in the shape of the schema's connection types; the total is counted only when asked for. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: () => Promise<number>;
}

const DEFAULT_PAGE = 20;
const MAX_PAGE = 100;

/** @throws {BadUserInput} when `first` is not within 1 and 100. */
function limitOf({ first }: ConnectionArgs): number {
  const limit = first ?? DEFAULT_PAGE;
  if (limit < 1 || limit > MAX_PAGE) throw new BadUserInput(`first must be 1 to ${MAX_PAGE}.`, ['first']);
  return limit;
}

/**
 * One page of the documents that match.
 *
 * @throws {BadUserInput} when `first` is not within 1 and 100, or `after` is not a cursor of this list.
 */
export async function connectionOf<T extends Document>(
  collection: Collection<T>,
  args: ConnectionArgs,
  where: Where<T>,
  orderBy: OrderBy<T>,
): Promise<Connection<T>> {
  const limit = limitOf(args);
  const query: Query<T> = { where, orderBy, limit, ...(args.after == null ? {} : { after: args.after }) };
  const { edges, hasNextPage } = await collection.find(query);
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount: () => collection.count(where),
  };
}

const MAX_IDS = 1000;

/**
 * The ids that a list is narrowed to; undefined where it is not.
 *
 * @throws {BadUserInput} when there are more than 1000.
 */
export function idsArgument(
  ids: readonly string[] | null | undefined,
  name: string,
): readonly string[] | undefined {
  if (ids != null && ids.length > MAX_IDS)
    throw new BadUserInput(`${name} must be at most ${MAX_IDS}.`, [name]);
  return ids ?? undefined;
}

/** A connection with nothing in it. */
export const emptyConnection = <T>(): Connection<T> => ({
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, endCursor: null },
  totalCount: () => Promise.resolve(0),
});
