import { segmentsOf } from './paths.ts';
import { wordsOf } from './words.ts';

/** A value that fields can be compared with. */
export type Scalar = string | number | boolean;

export type Operator = '$eq' | '$ne' | '$gt' | '$gte' | '$lt' | '$lte';

/** One condition of a `where` or a guard, in the form that both engines compile. */
export type Condition =
  | { readonly kind: 'compare'; readonly path: string; readonly operator: Operator; readonly value: Scalar }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Scalar[] }
  | { readonly kind: 'exists'; readonly path: string; readonly exists: boolean }
  | { readonly kind: 'prefix'; readonly path: string; readonly prefix: string }
  | { readonly kind: 'word'; readonly prefix: string };

/** The most words of a search text that count; further words are ignored. */
const MAX_SEARCH_WORDS = 32;

const comparisons: ReadonlySet<string> = new Set(['$ne', '$gt', '$gte', '$lt', '$lte']);

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

function scalar(path: string, value: unknown): Scalar {
  if (isScalar(value)) return value;
  throw new TypeError(`"${path}" can only be compared with a string, a finite number or a boolean.`);
}

function comparison(path: string, operator: string, operand: unknown): Condition {
  if (comparisons.has(operator)) {
    return { kind: 'compare', path, operator: operator as Operator, value: scalar(path, operand) };
  }
  if (operator === '$in' && Array.isArray(operand)) {
    return { kind: 'in', path, values: operand.map((value) => scalar(path, value)) };
  }
  if (operator === '$exists' && typeof operand === 'boolean')
    return { kind: 'exists', path, exists: operand };
  if (operator === '$prefix' && typeof operand === 'string') return { kind: 'prefix', path, prefix: operand };
  throw new TypeError(`"${path}" has a malformed condition ${operator}.`);
}

function conditionsOn(path: string, wanted: unknown): Condition[] {
  segmentsOf(path);
  if (typeof wanted !== 'object' || wanted === null) {
    return [{ kind: 'compare', path, operator: '$eq', value: scalar(path, wanted) }];
  }
  return Object.entries(wanted).map(([operator, operand]) => comparison(path, operator, operand));
}

/** A condition that no document meets. */
const nothing: Condition = { kind: 'in', path: 'id', values: [] };

function searchFor(text: unknown): Condition[] {
  if (typeof text !== 'string') throw new TypeError('$text must be a string.');
  if (text.trim() === '') return [];
  const words = wordsOf(text).slice(0, MAX_SEARCH_WORDS);
  return words.length === 0 ? [nothing] : words.map((prefix) => ({ kind: 'word', prefix }));
}

/**
 * The conditions of a `where` or a guard.
 *
 * @throws {TypeError} if it is malformed; an undefined operand never means "no condition".
 */
export function conditionsOf(where: object): readonly Condition[] {
  return Object.entries(where).flatMap(([path, wanted]) =>
    path === '$text' ? searchFor(wanted) : conditionsOn(path, wanted),
  );
}

/** The first text after all texts that start with the prefix, in code point order; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue;
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    return String.fromCodePoint(...points, next);
  }
  return undefined;
}
