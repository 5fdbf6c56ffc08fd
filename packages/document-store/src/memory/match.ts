import type { Condition, Operator, Scalar } from '../conditions.ts';
import type { Sort } from '../cursor.ts';
import { valueAt } from '../paths.ts';
import type { PlainSpec } from '../spec.ts';
import { wordsOfFields } from '../words.ts';

/** Compares two values of the same type; texts by code points, as both engines sort them. */
export function compareScalars(one: Scalar, other: Scalar): number {
  if (typeof one !== 'string' || typeof other !== 'string') return Number(one) - Number(other);
  if (one === other) return 0;
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

const holds: Readonly<Record<Exclude<Operator, '$ne'>, (order: number) => boolean>> = {
  $eq: (order) => order === 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

function isCompared(value: unknown, operator: Operator, operand: Scalar): boolean {
  if (operator === '$ne') return value !== operand;
  return typeof value === typeof operand && holds[operator](compareScalars(value as Scalar, operand));
}

function matchesOne(spec: PlainSpec, document: object, condition: Condition): boolean {
  if (condition.kind === 'word') {
    if (spec.text.length === 0) throw new TypeError(`The collection ${spec.name} declares no text fields.`);
    const words = [...wordsOfFields(document, spec.text).values()].flat();
    return words.some((word) => word.startsWith(condition.prefix));
  }
  const value = valueAt(document, condition.path);
  switch (condition.kind) {
    case 'compare':
      return isCompared(value, condition.operator, condition.value);
    case 'in':
      return condition.values.includes(value as Scalar);
    case 'exists':
      return (value !== undefined) === condition.exists;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(condition.prefix);
  }
}

/** Whether all conditions hold for a document. */
export const matches = (spec: PlainSpec, document: object, conditions: readonly Condition[]): boolean =>
  conditions.every((condition) => matchesOne(spec, document, condition));

/** Compares two lists of sort values. */
export function compareKeys(
  sorts: readonly Sort[],
  one: readonly Scalar[],
  other: readonly Scalar[],
): number {
  for (const [index, { descending }] of sorts.entries()) {
    const order = compareScalars(one[index] ?? '', other[index] ?? '');
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}
