import { hasForm } from '../text-form.ts';

const MAX_CHARACTERS = 65_536;
const MAX_VALUES = 10_000;
const MAX_DEPTH = 32;

/** What is wrong with a client's JSON value; undefined if nothing is. Examines no more than the bounds allow. */
export function jsonProblem(value: unknown): string | undefined {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 1 }];
  let [characters, values] = [0, 0];
  const text = (given: string): string | undefined => {
    characters += given.length;
    if (characters > MAX_CHARACTERS) return `A JSON object must have at most ${MAX_CHARACTERS} characters.`;
    return hasForm(given, 'ANY') ? undefined : 'A JSON object must be well-formed Unicode.';
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: one, depth } = next;
    values += 1;
    if (values > MAX_VALUES) return `A JSON object must have at most ${MAX_VALUES} values.`;
    if (depth > MAX_DEPTH) return `A JSON object must be at most ${MAX_DEPTH} deep.`;
    if (typeof one === 'string') {
      const problem = text(one);
      if (problem !== undefined) return problem;
    } else if (typeof one === 'object' && one !== null) {
      const entries = Object.entries(one);
      if (entries.length > MAX_VALUES) return `A JSON object must have at most ${MAX_VALUES} values.`;
      for (const [key, inner] of entries) {
        const problem = Array.isArray(one) ? undefined : text(key);
        if (problem !== undefined) return problem;
        open.push({ value: inner, depth: depth + 1 });
      }
    }
  }
  return undefined;
}
