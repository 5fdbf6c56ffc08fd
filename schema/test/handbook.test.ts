import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';

const root = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');

const schema = buildSchema(await read('schema/api.graphql'));
const pages = ['README.md', ...(await readdir(new URL('docs/', root))).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);
const documents = (
  await Promise.all(
    pages.map(async (page) => {
      const blocks = (await read(page)).matchAll(/```graphql\n([\s\S]*?)```/g);
      return [...blocks].map(([, source = ''], index) => ({
        page,
        number: index + 1,
        source: parse(source),
      }));
    }),
  )
)
  .flat()
  // The documentation also shows schemas, which are not operations.
  .filter(({ source }) => source.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION));

describe('what the documentation has to paste', () => {
  it('is found', () => {
    expect(documents.map(({ page }) => page)).toEqual(
      expect.arrayContaining(['README.md', 'docs/operations.md']),
    );
  });

  it.each(documents)('fits the public schema ($page, document $number)', ({ source }) => {
    expect(validate(schema, source).map(({ message }) => message)).toEqual([]);
  });
});
