/** The distinct words of a text as `$text` compares them: lower case, without diacritics. */
export function wordsOf(text: string): readonly string[] {
  const folded = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return [...new Set(folded.match(/[\p{L}\p{N}]+/gu))];
}

/** The words of each of the document's text fields; a field that is not a string has none. */
export function wordsOfFields(
  document: object,
  fields: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const values = document as Readonly<Record<string, unknown>>;
  return new Map(
    fields.map((field) => {
      const value = values[field];
      return [field, typeof value === 'string' ? wordsOf(value) : []];
    }),
  );
}
