import { conditionsOf, type Condition } from '../conditions.ts';
import { walkOf } from '../page.ts';
import type { Document, Query } from '../port.ts';
import type { PlainSpec } from '../spec.ts';
import { allOf, conditionsSql, documentTable, keysetSql, orderSql, type Sql } from './sql.ts';

/** The most alternatives of a condition that get a query each; with more, a single query sorts its result. */
const MAX_ALTERNATIVES = 10;

type In = Extract<Condition, { readonly kind: 'in' }>;

const isIn = (condition: Condition): condition is In =>
  condition.kind === 'in' && condition.path !== 'id' && condition.values.length <= MAX_ALTERNATIVES;

/** Splits the conditions by the values of the first `in`, so that an index yields each part in order. */
function alternatives(conditions: readonly Condition[]): readonly (readonly Condition[])[] {
  const listed = conditions.find(isIn);
  if (listed === undefined || listed.values.length === 0) return [conditions];
  const others = conditions.filter((condition) => condition !== listed);
  return [...new Set(listed.values)].map((value) => [
    { kind: 'compare', path: listed.path, operator: '$eq', value },
    ...others,
  ]);
}

/** The SQL for a page of documents, and the next document, which shows that there are more. */
export function findSql(spec: PlainSpec, query: Query<Document>): Sql {
  const { where = {}, limit } = query;
  const { sorts, bounds } = walkOf(spec.name, query);
  const within = bounds.map((bound) => keysetSql(bound.sorts, bound.values));
  const page = `ORDER BY ${orderSql(sorts)} LIMIT ?`;
  const parts = alternatives(conditionsOf(where)).map((conditions): Sql => {
    const { sql, values } = allOf([conditionsSql(spec, conditions), ...within]);
    return {
      sql: `SELECT "id", "version", "doc" FROM ${documentTable(spec)} WHERE ${sql} ${page}`,
      values: [...values, limit + 1],
    };
  });
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const all = parts.map(({ sql }) => `SELECT * FROM (${sql})`).join(' UNION ALL ');
  return {
    sql: `SELECT * FROM (${all}) ${page}`,
    values: [...parts.flatMap(({ values }) => values), limit + 1],
  };
}
