import type { Document } from '../port.ts';
import type { PlainSpec } from '../spec.ts';
import { wordsOf, wordsOfFields } from '../words.ts';
import { fieldsOf } from '../writes.ts';

/** The hidden field with the searchable words of each text field. */
export const WORDS = '_words';

/** A document in MongoDB's format. */
export interface Stored {
  readonly _id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

export function stored(spec: PlainSpec, document: { readonly id: string }, version: number): Stored {
  const fields = { _id: document.id, version, ...fieldsOf(document) };
  if (spec.text.length === 0) return fields;
  return { ...fields, [WORDS]: Object.fromEntries(wordsOfFields(document, spec.text)) };
}

export function loaded({ _id: id, version, [WORDS]: _words, ...fields }: Stored): Document {
  return { id, version, ...fields };
}

/** The new words of the text fields that a `$set` changes. */
export function changedWords(spec: PlainSpec, set: object): Record<string, readonly string[]> {
  const values = set as Readonly<Record<string, unknown>>;
  const changed = spec.text.filter((field) => typeof values[field] === 'string');
  return Object.fromEntries(changed.map((field) => [`${WORDS}.${field}`, wordsOf(String(values[field]))]));
}
