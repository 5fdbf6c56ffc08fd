import type { FastifyRequest } from 'fastify';
import { getOperationAST, GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { ResolveDocument } from '../documents/documents.ts';
import { areErrors } from '../operations.ts';
import type { SupergraphSource } from '../supergraph-source.ts';

const malformed = (what: string): GraphQLError =>
  new GraphQLError(what, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what a client asks to execute, with its document resolved.
 *
 * @throws {GraphQLError} when it is malformed, or its document is not known or not allowed.
 */
export type PayloadOf = (request: FastifyRequest) => SubscribePayload;

export const createPayloadOf =
  (resolve: ResolveDocument): PayloadOf =>
  (request) => {
    const given = request.method === 'GET' ? ofSearch(request.query as Fields) : request.body;
    if (!isObject(given)) throw malformed('The request must be a JSON object.');
    const { query, operationName, variables, extensions }: Fields = resolve(given);
    if (typeof query !== 'string' || query === '') throw malformed('The request has no query.');
    if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
      throw malformed('operationName must be a text.');
    return {
      query,
      ...(typeof operationName === 'string' && operationName !== '' && { operationName }),
      variables: object('variables', variables),
      extensions: object('extensions', extensions),
    };
  };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function object(name: string, value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw malformed(`${name} must be an object.`);
  return { ...value };
}

function ofSearch({ variables, extensions, ...others }: Fields): Fields {
  return { ...others, variables: json('variables', variables), extensions: json('extensions', extensions) };
}

function json(name: string, text: unknown): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(typeof text === 'string' ? text : '');
  } catch {
    throw malformed(`${name} must be JSON.`);
  }
}

/** The kind of operation that a client asks for; undefined if none can be executed. */
export type KindOf = (payload: SubscribePayload) => 'query' | 'mutation' | 'subscription' | undefined;

export const createKindOf =
  (source: SupergraphSource): KindOf =>
  ({ query, operationName }) => {
    const document = source.current.check(query);
    return areErrors(document) ? undefined : getOperationAST(document, operationName)?.operation;
  };
