import { conditionsOf } from './conditions.ts';
import { segmentsOf } from './paths.ts';
import type { Changes, Collection, Document, Draft, Where, Write } from './port.ts';

const isInside = (path: string, other: string): boolean => path === other || path.startsWith(`${other}.`);

function checkValues(operator: string, values: object, fits: (value: unknown) => boolean): string[] {
  for (const [path, value] of Object.entries(values)) {
    if (!fits(value)) throw new TypeError(`${operator} of "${path}" is malformed.`);
  }
  return Object.keys(values);
}

/**
 * Checks changes.
 *
 * @throws {TypeError} if two changes touch the same field, or one touches the id or the version.
 */
function checkChanges({ $set = {}, $unset = [], $inc = {}, $push = {} }: Changes<Document>): void {
  const paths = [
    ...checkValues('$set', $set, (value) => value !== undefined),
    ...$unset,
    ...checkValues('$inc', $inc, Number.isFinite),
    ...checkValues('$push', $push, Array.isArray),
  ];
  for (const path of paths) {
    const [first] = segmentsOf(path);
    if (first === 'id' || first === 'version') throw new TypeError(`"${first}" cannot be changed.`);
  }
  for (const [index, path] of paths.entries()) {
    const other = paths.find((one, at) => at !== index && isInside(path, one));
    if (other !== undefined) throw new TypeError(`"${path}" is changed twice.`);
  }
}

function checkDocument(document: Draft<Document>): void {
  if (typeof document.id !== 'string' || document.id === '')
    throw new TypeError('A document must have an id.');
}

type Writes<T extends Document> = Pick<Collection<T>, 'insert' | 'update' | 'replace' | 'remove'>;

/** The methods of a collection that make writes; they throw a TypeError if a write is malformed. */
export function writesOf<T extends Document>(collection: string): Writes<T> {
  return {
    insert(document): Write {
      checkDocument(document);
      return { kind: 'insert', collection, document };
    },
    update(id, guard, changes): Write {
      conditionsOf(guard);
      // Engines read guard and changes only by their paths, so they do not need the document's type.
      const loose = { guard: guard as Where<Document>, changes: changes as Changes<Document> };
      checkChanges(loose.changes);
      return { kind: 'update', collection, id, ...loose };
    },
    replace(document, expectedVersion): Write {
      checkDocument(document);
      return { kind: 'replace', collection, document, expectedVersion };
    },
    remove(id, guard): Write {
      conditionsOf(guard);
      return { kind: 'remove', collection, id, guard: guard };
    },
  };
}

/** A deep copy of the writes as JSON, so that the caller may change its objects later. */
export const frozen = (writes: readonly Write[]): readonly Write[] =>
  JSON.parse(JSON.stringify(writes)) as Write[];

/** The id of the document that a write concerns. */
export const idOf = (write: Write): string =>
  write.kind === 'insert' || write.kind === 'replace' ? write.document.id : write.id;

/** The fields of a document except its id and version. */
export function fieldsOf(document: object): Record<string, unknown> {
  const { id: _, version: __, ...fields } = document as Record<string, unknown>;
  return fields;
}
