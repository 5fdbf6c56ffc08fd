import { GraphQLError } from 'graphql';
import type { DocumentRequest, ResolveDocument } from './documents.ts';

/** A request as it came over HTTP. */
export interface HttpRequest {
  readonly method: string;
  readonly body: unknown;
  /** The query string, with its question mark. */
  readonly search: string;
}

const badRequest = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

/** Whether a request holds several operations. */
export const isBatch = ({ method, body }: HttpRequest): boolean => method === 'POST' && Array.isArray(body);

/**
 * How many operations a request holds.
 *
 * @throws {GraphQLError} when it is a batch that is larger than allowed.
 */
export function operationsOf(request: HttpRequest, maxBatch: number): number {
  if (!isBatch(request)) return 1;
  const { length } = request.body as readonly unknown[];
  if (maxBatch < 2) throw badRequest('Batches are not served.');
  if (length === 0 || length > maxBatch) throw badRequest(`A batch has 1 to ${maxBatch} operations.`);
  return length;
}

/** The texts of the documents that a request holds. */
export function textsOf({ method, body, search }: HttpRequest): readonly string[] {
  const found: readonly unknown[] =
    method === 'GET'
      ? [new URLSearchParams(search).get('query')]
      : (Array.isArray(body) ? (body as readonly unknown[]) : [body]).map(
          (one) => (one as DocumentRequest | null | undefined)?.query,
        );
  return found.filter((text) => typeof text === 'string');
}

/**
 * Returns the request with the text of each document that the client only named.
 *
 * @throws {GraphQLError} when the document is not known or not allowed.
 */
export function withDocuments(request: HttpRequest, resolve: ResolveDocument): HttpRequest {
  if (request.method === 'GET') return { ...request, search: resolvedSearch(request.search, resolve) };
  const { body } = request;
  const resolved = (one: unknown): unknown =>
    typeof one === 'object' && one !== null && !Array.isArray(one) ? resolve(one as DocumentRequest) : one;
  // One operation that cannot be served refuses the whole batch.
  return { ...request, body: Array.isArray(body) ? body.map(resolved) : resolved(body) };
}

function resolvedSearch(search: string, resolve: ResolveDocument): string {
  const parameters = new URLSearchParams(search);
  const extensions = parsed(parameters.get('extensions'));
  const request = { query: parameters.get('query'), documentId: parameters.get('documentId'), extensions };
  const resolved: DocumentRequest = resolve(request);
  if (resolved === request) return search;
  parameters.set('query', String(resolved.query));
  if (resolved.extensions !== undefined) parameters.set('extensions', JSON.stringify(resolved.extensions));
  return `?${parameters.toString()}`;
}

/** Returns undefined for text that is not JSON: the server refuses it later. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
