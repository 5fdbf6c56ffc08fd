import type { Changes, Document } from './port.ts';
import { segmentsOf, valueAt } from './paths.ts';

type Fields = Readonly<Record<string, unknown>>;

function withValue(fields: Fields, [name, ...rest]: readonly string[], value: unknown, path: string): Fields {
  if (name === undefined) return fields;
  if (rest.length === 0) return { ...fields, [name]: value };
  const inner = fields[name] ?? {};
  if (typeof inner !== 'object' || Array.isArray(inner)) {
    throw new TypeError(`"${path}" cannot be set: "${name}" is no object.`);
  }
  return { ...fields, [name]: withValue(inner as Fields, rest, value, path) };
}

function withoutValue(fields: Fields, [name, ...rest]: readonly string[]): Fields {
  if (name === undefined || !Object.hasOwn(fields, name)) return fields;
  if (rest.length === 0) return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
  const inner = fields[name];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return fields;
  return { ...fields, [name]: withoutValue(inner as Fields, rest) };
}

function sum(fields: Fields, path: string, amount: unknown): unknown {
  const value = valueAt(fields, path) ?? 0;
  if (typeof value === 'number' && typeof amount === 'number') return value + amount;
  throw new TypeError(`"${path}" is no number that could be increased.`);
}

function appended(fields: Fields, path: string, items: readonly unknown[]): unknown {
  const value = valueAt(fields, path) ?? [];
  if (Array.isArray(value)) return [...(value as unknown[]), ...items];
  throw new TypeError(`"${path}" is no array that could be appended to.`);
}

/**
 * The fields of a document after the changes; id and version are not among them.
 *
 * @throws {TypeError} if a field has another type than a change needs.
 */
export function applyChanges(fields: Fields, changes: Changes<Document>): Fields {
  let result = fields;
  for (const [path, value] of Object.entries(changes.$set ?? {})) {
    result = withValue(result, segmentsOf(path), value, path);
  }
  for (const path of changes.$unset ?? []) result = withoutValue(result, segmentsOf(path));
  for (const [path, amount] of Object.entries(changes.$inc ?? {})) {
    result = withValue(result, segmentsOf(path), sum(result, path, amount), path);
  }
  for (const [path, items] of Object.entries<readonly unknown[]>(changes.$push ?? {})) {
    result = withValue(result, segmentsOf(path), appended(result, path, items), path);
  }
  return result;
}
