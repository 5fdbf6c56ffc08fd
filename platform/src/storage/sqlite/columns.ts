import { isScalar } from '../conditions.ts';
import { valueAt } from '../paths.ts';
import type { PlainSpec } from '../spec.ts';
import { bound, type Bound } from './sql.ts';

/** What a document has in the columns of its collection, in the order of `spec.indexed`. */
export type Columns = readonly (Bound | null)[];

/** The value as `json_extract` would give it. */
function columnValue(document: object, path: string): Bound | null {
  const value = valueAt(document, path);
  if (isScalar(value)) return bound(value);
  if (value === undefined || value === null) return null;
  const stored: unknown = JSON.parse(JSON.stringify(value));
  if (stored === null) return null;
  return isScalar(stored) ? bound(stored) : JSON.stringify(stored);
}

/** The values of a document's columns. */
export const columnsOf = (spec: PlainSpec, document: object): Columns =>
  spec.indexed.map((path) => columnValue(document, path));
