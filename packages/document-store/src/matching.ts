import { conditionsOf } from './conditions.ts';
import { matches } from './memory/match.ts';
import type { Document, Where } from './port.ts';

/**
 * Makes a predicate for the documents that a `where` without `$text` finds.
 *
 * @throws {TypeError} if the `where` is malformed.
 */
export function matching<T extends Document>(where: Where<T>): (document: T) => boolean {
  const conditions = conditionsOf(where);
  const spec = { name: 'any', indexes: [], unique: [], text: [] };
  return (document) => matches(spec, document, conditions);
}
