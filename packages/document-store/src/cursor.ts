import { isScalar, type Scalar } from './conditions.ts';
import { InvalidCursor } from './errors.ts';
import { segmentsOf, valueAt } from './paths.ts';

/** One field of a total order. */
export interface Sort {
  readonly path: string;
  readonly descending: boolean;
}

/** The total order of a list: the given fields, then the id, in the direction of the last field. */
export function sortsOf(orderBy: readonly (readonly [string, string])[] = []): readonly Sort[] {
  const sorts = orderBy.map(([path, direction]) => ({ path, descending: direction === 'descending' }));
  for (const { path } of sorts) segmentsOf(path);
  const id = sorts.findIndex(({ path }) => path === 'id');
  if (id >= 0) return sorts.slice(0, id + 1);
  return [...sorts, { path: 'id', descending: sorts.at(-1)?.descending ?? false }];
}

const listOf = (collection: string, sorts: readonly Sort[]): string =>
  [collection, ...sorts.map(({ path, descending }) => `${descending ? '-' : '+'}${path}`)].join();

/**
 * The opaque cursor of a document in a list.
 *
 * @throws {TypeError} if the document lacks a field that the list is sorted by.
 */
export function cursorOf(collection: string, sorts: readonly Sort[], document: object): string {
  const values = sorts.map(({ path }) => {
    const value = valueAt(document, path);
    if (isScalar(value)) return value;
    throw new TypeError(`A document of ${collection} lacks "${path}", by which it is sorted.`);
  });
  return Buffer.from(JSON.stringify([listOf(collection, sorts), ...values])).toString('base64url');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * The sort values that a cursor stands for.
 *
 * @throws {InvalidCursor} if it is malformed or belongs to another list.
 */
export function valuesOf(
  collection: string,
  sorts: readonly Sort[],
  cursor: string,
  argument: 'after' | 'before' = 'after',
): readonly Scalar[] {
  const parsed = parse(cursor);
  if (!Array.isArray(parsed) || parsed[0] !== listOf(collection, sorts)) throw new InvalidCursor(argument);
  const values: readonly unknown[] = parsed.slice(1);
  if (values.length !== sorts.length || !values.every(isScalar)) throw new InvalidCursor(argument);
  return values;
}
