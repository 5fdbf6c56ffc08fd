const segment = /^[^"'\\.$\p{Cc}]+$/u;
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The field names along a path (`a.b` is `['a', 'b']`).
 *
 * @throws {TypeError} if a name is empty, or cannot be a field in both engines.
 */
export function segmentsOf(path: string): readonly string[] {
  const segments = path.split('.');
  if (segments.every((name) => segment.test(name) && !reserved.has(name))) return segments;
  throw new TypeError(`"${path}" is not a field path.`);
}

/** The value at a path of a document; undefined if there is none. */
export function valueAt(document: object, path: string): unknown {
  let value: unknown = document;
  for (const name of segmentsOf(path)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}
