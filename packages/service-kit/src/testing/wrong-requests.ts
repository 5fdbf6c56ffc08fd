/** A request that is wrong. */
export interface WrongRequest {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

const keys = (count: number): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join(' ');
const checked = 'query ($word: String!) { checked(word: $word) }';

/**
 * Wrong requests of about `count` times 10 characters, named by what is wrong with them, for a schema with the fields
 * `checked(word: String!)`, `wish(wish: Wish)`, `wishes(wishes: [Wish!])`, `shelves` and `books(first: Int)`.
 */
export const wrongRequests: Readonly<Record<string, (count: number) => WrongRequest>> = {
  'keys that no input has': (count) => ({
    query: 'query ($wish: Wish) { wish(wish: $wish) }',
    variables: { wish: keys(count) },
  }),
  'items that are of another type': (count) => ({
    query: 'query ($wishes: [Wish!]) { wishes(wishes: $wishes) }',
    variables: { wishes: Array.from({ length: count }, () => 'x') },
  }),
  'an object in the place of a text': (count) => ({ query: checked, variables: { word: keys(count) } }),
  'a value that is deeply nested': (count) => ({
    query: checked,
    variables: { word: JSON.parse('['.repeat(count / 4) + ']'.repeat(count / 4)) as unknown },
  }),
  'fields that do not exist': (count) => ({ query: `{ ${lines(count, (index) => `nothing${index}`)} }` }),
  'the same field again and again': (count) => ({ query: `{ ${lines(count, () => 'shelves')} }` }),
  'fields that conflict': (count) => ({
    query: `{ ${lines(count, (index) => `a: checked(word: "${index}")`)} }`,
  }),
  'fragments that are not used': (count) => ({
    query: `{ shelves } ${lines(count / 3, (index) => `fragment F${index} on Query { shelves }`)}`,
  }),
  'variables that are not used': (count) => ({
    query: `query (${lines(count, (index) => `$v${index}: Int`)}) { shelves }`,
  }),
  'a name as long as the request': (count) => ({ query: `{ ${'a'.repeat(count * 10)} }` }),
  'an alias as long as the request': (count) => ({
    query: `{ ${'a'.repeat(count * 10)}: books { id } }`,
  }),
  'a literal as long as the request': (count) => ({
    query: `{ books(first: "${'1'.repeat(count * 10)}") { id } }`,
  }),
  'a literal that fragments repeat': (count) => ({
    query: `{ ${lines(40, () => '...F')} } fragment F on Query { checked(word: "${'x'.repeat(count * 10)}") }`,
  }),
  'braces that are not closed': (count) => ({ query: '{ books '.repeat(count) }),
  'a document that is deeply nested': (count) => ({
    query: `{ ${'books { '.repeat(count / 2)} id ${'} '.repeat(count / 2)} }`,
  }),
  'a list that is deeply nested': (count) => ({
    query: `{ checked(word: ${'['.repeat(count)}${']'.repeat(count)}) }`,
  }),
  'an operation name as long as the request': (count) => ({
    query: 'query A { shelves } query B { shelves }',
    operationName: 'C'.repeat(count * 10),
  }),
  'half a surrogate pair': (count) => ({ query: `{ checked(word: ${'\ud83d'.repeat(count)}) }` }),
};
