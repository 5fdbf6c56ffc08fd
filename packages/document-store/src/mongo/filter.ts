import type { Filter, UpdateFilter } from 'mongodb';
import { afterPrefix, type Condition, type Scalar } from '../conditions.ts';
import type { Sort } from '../cursor.ts';
import type { Changes, Document } from '../port.ts';
import type { PlainSpec } from '../spec.ts';
import { changedWords, type Stored, WORDS } from './stored.ts';

type Conditions = Readonly<Record<string, unknown>>;

/** The name of a field in MongoDB. */
export const fieldOf = (path: string): string => (path === 'id' ? '_id' : path);

function startsWith(prefix: string): Conditions {
  const end = afterPrefix(prefix);
  return end === undefined ? { $gte: prefix } : { $gte: prefix, $lt: end };
}

function wordFilter(spec: PlainSpec, prefix: string): Conditions {
  if (spec.text.length === 0) throw new TypeError(`The collection ${spec.name} declares no text fields.`);
  // Without $elemMatch, one word could meet the lower bound and another the upper.
  return { $or: spec.text.map((field) => ({ [`${WORDS}.${field}`]: { $elemMatch: startsWith(prefix) } })) };
}

function conditionFilter(spec: PlainSpec, condition: Condition): Conditions {
  switch (condition.kind) {
    case 'compare':
      return { [fieldOf(condition.path)]: { [condition.operator]: condition.value } };
    case 'in':
      return { [fieldOf(condition.path)]: { $in: condition.values } };
    case 'exists':
      return { [fieldOf(condition.path)]: condition.exists ? { $ne: null } : { $eq: null } };
    case 'prefix':
      return { [fieldOf(condition.path)]: startsWith(condition.prefix) };
    case 'word':
      return wordFilter(spec, condition.prefix);
  }
}

/** Joins all conditions; without any, the filter matches every document. */
export function filterOf(
  spec: PlainSpec,
  conditions: readonly Condition[],
  more: readonly Conditions[] = [],
) {
  const filters = [...more, ...conditions.map((condition) => conditionFilter(spec, condition))];
  return (filters.length === 0 ? {} : { $and: filters }) as Filter<Stored>;
}

/** A filter for the documents after the given sort values. */
export function keysetFilter(sorts: readonly Sort[], values: readonly Scalar[]): Conditions {
  const [sort, ...laterSorts] = sorts;
  const [value, ...laterValues] = values;
  if (sort === undefined || value === undefined) return { $nor: [{}] };
  const [field, after] = [fieldOf(sort.path), sort.descending ? '$lt' : '$gt'];
  if (laterSorts.length === 0) return { [field]: { [after]: value } };
  // The second comparison implies the first, which lets an index find the place.
  return {
    [field]: { [`${after}e`]: value },
    $or: [{ [field]: { [after]: value } }, keysetFilter(laterSorts, laterValues)],
  };
}

const wordsField = (field: string): string => `${WORDS}.${field}`;

/** The MongoDB update for the changes, which also maintains the version and the words. */
export function updateOf(spec: PlainSpec, changes: Changes<Document>): UpdateFilter<Stored> {
  const { $set = {}, $unset = [], $inc = {}, $push = {} } = changes;
  const unset = [
    ...$unset,
    ...spec.text.filter((name) => $unset.some((path) => path === name)).map(wordsField),
  ];
  const pushed = Object.entries($push).map(([field, items]) => [field, { $each: items }]);
  const update: Conditions = {
    $set: { ...$set, ...changedWords(spec, $set) },
    $unset: Object.fromEntries(unset.map((field) => [field, ''])),
    $inc: { ...$inc, version: 1 },
    $push: Object.fromEntries(pushed),
  };
  return update;
}
