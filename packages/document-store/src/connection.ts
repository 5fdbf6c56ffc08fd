import { BadUserInput } from '@counterstep/primitives';
import type { Collection, Document, FieldPath, OrderBy, Query, Where } from './port.ts';

/** The paging arguments of a connection field. */
export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** The ends of a page. */
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A Relay connection in the shape of the schema's connection types; counts the total only on request. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: () => Promise<number>;
}

/** The condition that a field holds an instant from `after` on and before `before`; an absent end is open. */
export const within = <Field extends string>(
  field: Field,
  after: string | undefined,
  before: string | undefined,
): Partial<Record<Field, { readonly $gte?: string; readonly $lt?: string }>> => {
  if (after === undefined && before === undefined) return {};
  const range = { ...(after !== undefined && { $gte: after }), ...(before !== undefined && { $lt: before }) };
  return { [field]: range } as Partial<Record<Field, typeof range>>;
};

/** The `orderBy` argument of a connection field. */
export interface OrderByArgument<Field extends string> {
  readonly field: Field;
  readonly direction?: 'ASC' | 'DESC';
}

/**
 * The order of documents that an `orderBy` argument names: by all paths of its field, in its direction.
 *
 * @param orderBy the argument; `byDefault` stands in where it is absent.
 * @param paths what each field orders by, most significant first.
 */
export function orderOf<T extends Document, Field extends string>(
  orderBy: OrderByArgument<Field> | null | undefined,
  paths: Readonly<Record<Field, readonly FieldPath<T>[]>>,
  byDefault: Required<OrderByArgument<Field>>,
): OrderBy<T> {
  const { field, direction = byDefault.direction } = orderBy ?? byDefault;
  const towards = direction === 'ASC' ? 'ascending' : 'descending';
  return paths[field].map((path) => [path, towards] as const);
}

const DEFAULT_PAGE = 20;
const MAX_PAGE = 100;

/**
 * The size of a page, and the end of the list that it is cut from.
 *
 * @throws {BadUserInput} if `first` or `last` is not from 1 to 100, or both are given.
 */
function sliceOf({ first, last }: ConnectionArgs): Pick<Query<Document>, 'limit' | 'from'> {
  if (first != null && last != null)
    throw new BadUserInput('Give first or last, not both: they name opposite ends of the list.', ['last']);
  const limit = first ?? last ?? DEFAULT_PAGE;
  const argument = last == null ? 'first' : 'last';
  if (limit < 1 || limit > MAX_PAGE)
    throw new BadUserInput(`${argument} must be 1 to ${MAX_PAGE}.`, [argument]);
  return { limit, from: last == null ? 'start' : 'end' };
}

/**
 * Reads one page of the matching documents.
 *
 * @throws {BadUserInput} if `first` or `last` is not from 1 to 100, if both are given, or if a cursor is not of this
 * list.
 */
export async function connectionOf<T extends Document>(
  collection: Pick<Collection<T>, 'find' | 'count'>,
  args: ConnectionArgs,
  where: Where<T>,
  orderBy: OrderBy<T>,
): Promise<Connection<T>> {
  const { after, before } = args;
  const { edges, hasNextPage, hasPreviousPage } = await collection.find({
    where,
    orderBy,
    ...sliceOf(args),
    ...(after != null && { after }),
    ...(before != null && { before }),
  });
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: () => collection.count(where),
  };
}

const MAX_IDS = 1000;

/**
 * The ids that a list is restricted to; undefined if it is not.
 *
 * @throws {BadUserInput} if there are more than 1000.
 */
export function idsArgument(
  ids: readonly string[] | null | undefined,
  name: string,
): readonly string[] | undefined {
  if (ids != null && ids.length > MAX_IDS)
    throw new BadUserInput(`${name} must be at most ${MAX_IDS}.`, [name]);
  return ids ?? undefined;
}

/** An empty connection. */
export const emptyConnection = <T>(): Connection<T> => ({
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: () => Promise.resolve(0),
});
