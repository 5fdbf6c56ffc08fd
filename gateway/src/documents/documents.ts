import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Manifest } from './manifest.ts';

/** What names the document of a request; its shape is unchecked because clients send it. */
export interface DocumentRequest {
  readonly query?: unknown;
  /** GraphQL over HTTP, appendix A: the id of a trusted document. */
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

export interface DocumentsOptions {
  /** Documents that may be asked for by id alone. */
  readonly trusted: Manifest;
  /** Whether only trusted documents are served. */
  readonly trustedOnly: boolean;
  /** How many bytes of documents are remembered by hash for clients; 0 is none. */
  readonly rememberedBytes: number;
  /** Whether a text is a valid document, and so worth remembering. */
  readonly isValid: (query: string) => boolean;
}

/**
 * Finds the document that a request names: a trusted one by id, or one that a client sent before by hash (Apollo's
 * automatic persisted queries). Returns the request with the text in `query`.
 *
 * @throws {GraphQLError} when it is not known, not trusted, or does not have the hash.
 */
export type ResolveDocument = <R extends DocumentRequest>(request: R) => R;

const refusal = (message: string, code: string, status: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Serves trusted documents, and remembers others until the least recently used have to make room. */
export function createDocuments(options: DocumentsOptions): ResolveDocument {
  const { trusted, trustedOnly, isValid } = options;
  const trustedTexts = new Set(trusted.values());
  const remembered = createMemory(options.rememberedBytes);
  const byId = (id: string): string | undefined => trusted.get(id) ?? trusted.get(withoutPrefix(id));
  const byHash = (hash: string, given: string | undefined): string => {
    const known = byId(hash);
    if (known !== undefined && (given === undefined || given === known)) return known;
    if (trustedOnly) throw given === undefined ? notInList() : notTrusted();
    if (!remembered) throw refusal('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED', 200);
    if (given === undefined) {
      const text = remembered.get(hash);
      if (text !== undefined) return text;
      throw refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', 200);
    }
    if (hashOf(given) !== hash) throw refusal('The hash is not that of the query.', 'BAD_REQUEST', 400);
    if (isValid(given)) remembered.set(hash, given);
    return given;
  };
  return (request) => {
    const { documentId, extensions } = request;
    const given = typeof request.query === 'string' && request.query !== '' ? request.query : undefined;
    const hash = persistedHash(extensions);
    if (typeof documentId === 'string' && given === undefined) {
      const text = byId(documentId);
      if (text === undefined) throw notInList();
      return { ...request, query: text, documentId: undefined };
    }
    if (hash !== undefined)
      return { ...request, query: byHash(hash, given), extensions: withoutPersisted(extensions) };
    if (trustedOnly && given !== undefined && !trustedTexts.has(given)) throw notTrusted();
    return request;
  };
}

const notInList = (): GraphQLError =>
  refusal('No document with this id is known.', 'PERSISTED_QUERY_NOT_IN_LIST', 400);
const notTrusted = (): GraphQLError =>
  refusal('Only the documents of the manifest are served.', 'QUERY_NOT_IN_SAFELIST', 400);

const createMemory = (bytes: number): LRUCache<string, string> | undefined =>
  bytes === 0
    ? undefined
    : new LRUCache({ maxSize: bytes, sizeCalculation: (text, hash) => 2 * (text.length + hash.length) });

const withoutPrefix = (id: string): string => id.replace(/^sha256:/, '');

/** @throws {GraphQLError} when the extension is there and malformed. */
function persistedHash(extensions: unknown): string | undefined {
  const persisted = (extensions as Readonly<Record<string, unknown>> | null | undefined)?.['persistedQuery'];
  if (persisted === undefined || persisted === null) return undefined;
  const { version, sha256Hash } = persisted as Readonly<Record<string, unknown>>;
  if (version !== 1 || typeof sha256Hash !== 'string' || !/^[\w:-]{1,128}$/.test(sha256Hash))
    throw refusal('extensions.persistedQuery must have version 1 and a sha256Hash.', 'BAD_REQUEST', 400);
  return sha256Hash;
}

const withoutPersisted = (extensions: unknown): unknown => {
  const { persistedQuery: _, ...others } = extensions as Readonly<Record<string, unknown>>;
  return others;
};
