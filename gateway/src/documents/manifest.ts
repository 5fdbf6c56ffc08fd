import { readFileSync } from 'node:fs';
import { InvalidConfiguration } from '@counterstep/service-kit';
import { parse } from 'graphql';
import { z } from 'zod';

/** Documents by their id. */
export type Manifest = ReadonlyMap<string, string>;

const apollo = z.looseObject({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.looseObject({ id: z.string().min(1), body: z.string().min(1) })),
});
/** The format that GraphQL Code Generator and relay-compiler write. */
const plain = z.record(z.string().min(1), z.string().min(1));

/**
 * Reads a manifest of trusted documents: Apollo's format, or an object that maps ids to texts.
 *
 * @throws {InvalidConfiguration} when the file cannot be read, is no manifest, or holds what is not GraphQL.
 */
export function readManifest(file: string): Manifest {
  const content = contentOf(file);
  const ofApollo = apollo.safeParse(content);
  const ofOthers = plain.safeParse(content);
  const entries = ofApollo.success
    ? ofApollo.data.operations.map(({ id, body }) => [id, body] as const)
    : ofOthers.success && Object.entries(ofOthers.data);
  if (!entries)
    throw new InvalidConfiguration(
      `TRUSTED_DOCUMENTS_FILE must be an Apollo manifest or an object of documents by id: ${file}.`,
    );
  for (const [id, text] of entries) checkSyntax(id, text);
  return new Map(entries);
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new InvalidConfiguration(
      `TRUSTED_DOCUMENTS_FILE cannot be read: ${cause instanceof Error ? cause.message : file}.`,
    );
  }
}

function checkSyntax(id: string, text: string): void {
  try {
    parse(text, { noLocation: true });
  } catch (cause) {
    throw new InvalidConfiguration(
      `TRUSTED_DOCUMENTS_FILE holds a document that is not GraphQL, ${id}: ${cause instanceof Error ? cause.message : ''}`,
    );
  }
}
