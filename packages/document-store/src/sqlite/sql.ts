import { afterPrefix, type Condition, type Operator, type Scalar } from '../conditions.ts';
import type { Sort } from '../cursor.ts';
import { segmentsOf } from '../paths.ts';
import type { PlainSpec } from '../spec.ts';

/** A value that the driver can bind, which excludes booleans. */
export type Bound = string | number;

/** A piece of SQL, and the values for its question marks. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly Bound[];
}

// Names are validated when they are declared, so they contain no quotes of either kind.
export const documentTable = (spec: PlainSpec): string => `"c_${spec.name}"`;
export const wordTable = (spec: PlainSpec): string => `"w_${spec.name}"`;

/** The SQL expression of a field, always the same text, so that SQLite uses the indexes on it. */
export function expressionOf(path: string): string {
  const quoted = segmentsOf(path).map((name) => `"${name}"`);
  return path === 'id' || path === 'version' ? `"${path}"` : `json_extract("doc", '$.${quoted.join('.')}')`;
}

export const bound = (value: Scalar): Bound => (typeof value === 'boolean' ? Number(value) : value);

const operators: Readonly<Record<Operator, string>> = {
  $eq: '=',
  $ne: 'IS NOT',
  $gt: '>',
  $gte: '>=',
  $lt: '<',
  $lte: '<=',
};

function startsWith(expression: string, prefix: string): Sql {
  const end = afterPrefix(prefix);
  if (end === undefined)
    return { sql: `(typeof(${expression}) = 'text' AND ${expression} >= ?)`, values: [prefix] };
  return { sql: `(${expression} >= ? AND ${expression} < ?)`, values: [prefix, end] };
}

function conditionSql(spec: PlainSpec, condition: Condition): Sql {
  if (condition.kind === 'word') {
    if (spec.text.length === 0) throw new TypeError(`The collection ${spec.name} declares no text fields.`);
    const { sql, values } = startsWith('"word"', condition.prefix);
    return { sql: `"id" IN (SELECT "id" FROM ${wordTable(spec)} WHERE ${sql})`, values };
  }
  const expression = expressionOf(condition.path);
  switch (condition.kind) {
    case 'compare':
      return { sql: `${expression} ${operators[condition.operator]} ?`, values: [bound(condition.value)] };
    case 'in':
      return {
        sql: `${expression} IN (SELECT "value" FROM json_each(?))`,
        values: [JSON.stringify(condition.values)],
      };
    case 'exists':
      return { sql: `${expression} IS ${condition.exists ? 'NOT NULL' : 'NULL'}`, values: [] };
    case 'prefix':
      return startsWith(expression, condition.prefix);
  }
}

/** Joins all pieces of SQL with AND; TRUE if there are none. */
export function allOf(pieces: readonly Sql[]): Sql {
  if (pieces.length === 0) return { sql: 'TRUE', values: [] };
  return { sql: pieces.map(({ sql }) => sql).join(' AND '), values: pieces.flatMap(({ values }) => values) };
}

export const conditionsSql = (spec: PlainSpec, conditions: readonly Condition[]): Sql =>
  allOf(conditions.map((condition) => conditionSql(spec, condition)));

/** A condition for the documents after the given sort values. */
export function keysetSql(sorts: readonly Sort[], values: readonly Scalar[]): Sql {
  const [sort, ...laterSorts] = sorts;
  const [value, ...laterValues] = values;
  if (sort === undefined || value === undefined) return { sql: 'FALSE', values: [] };
  const [expression, after] = [expressionOf(sort.path), sort.descending ? '<' : '>'];
  if (laterSorts.length === 0) return { sql: `${expression} ${after} ?`, values: [bound(value)] };
  const later = keysetSql(laterSorts, laterValues);
  // The second comparison implies the first, which lets an index find the place.
  return {
    sql: `(${expression} ${after}= ? AND (${expression} ${after} ? OR (${later.sql})))`,
    values: [bound(value), bound(value), ...later.values],
  };
}

export const orderSql = (sorts: readonly Sort[]): string =>
  sorts.map(({ path, descending }) => `${expressionOf(path)} ${descending ? 'DESC' : 'ASC'}`).join(', ');
