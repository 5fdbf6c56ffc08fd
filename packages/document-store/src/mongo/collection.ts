import type { Collection as Documents, Filter, FindOptions, SortDirection } from 'mongodb';
import { conditionsOf } from '../conditions.ts';
import type { Sort } from '../cursor.ts';
import { pageOf, walkOf } from '../page.ts';
import type { Collection, Document, Page, Query } from '../port.ts';
import { checkLimit, type PlainSpec } from '../spec.ts';
import { writesOf } from '../writes.ts';
import { fieldOf, filterOf, keysetFilter } from './filter.ts';
import { loaded, type Stored } from './stored.ts';

/** Does work with the collection once it is ready, and translates the driver's errors. */
export type Use = <Result>(work: (documents: Documents<Stored>) => Promise<Result>) => Promise<Result>;

const sortOf = (sorts: readonly Sort[]): Record<string, SortDirection> =>
  Object.fromEntries(sorts.map(({ path, descending }) => [fieldOf(path), descending ? -1 : 1]));

/** The driver's arguments for finding a page of documents, and the next document, which shows that there are more. */
export function findArguments(
  spec: PlainSpec,
  query: Query<Document>,
): readonly [filter: Filter<Stored>, options: FindOptions] {
  const { where = {}, limit } = query;
  const { sorts, bounds } = walkOf(spec.name, query);
  const within = bounds.map((bound) => keysetFilter(bound.sorts, bound.values));
  return [
    filterOf(spec, conditionsOf(where), within),
    { sort: sortOf(sorts), limit: limit + 1, batchSize: limit + 2 },
  ];
}

/** Reads a collection; every read goes to the primary and sees all acknowledged commits. */
export function mongoCollection<T extends Document>(spec: PlainSpec, use: Use): Collection<T> {
  const read = (document: Stored): T => loaded(document) as T;

  const find = async (query: Query<T>): Promise<Page<T>> => {
    checkLimit(query.limit);
    const plain = query as Query<Document>;
    const [filter, options] = findArguments(spec, plain);
    const found = await use((documents) => documents.find(filter, options).toArray());
    return pageOf(spec.name, plain, found.map(read));
  };

  return {
    name: spec.name,
    ...writesOf<T>(spec.name),
    find,
    get: async (id) => {
      const found = await use((documents) => documents.findOne({ _id: id }));
      return found ? read(found) : undefined;
    },
    getMany: async (ids) => {
      const found = await use((documents) => documents.find({ _id: { $in: ids } }).toArray());
      return new Map(found.map((document) => [document._id, read(document)]));
    },
    count: async (where = {}) => {
      const filter = filterOf(spec, conditionsOf(where));
      return use((documents) => documents.countDocuments(filter));
    },
  };
}
