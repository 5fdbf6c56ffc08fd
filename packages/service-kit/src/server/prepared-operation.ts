import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import { MAX_REQUEST_ERRORS } from '../bounds.ts';

/** An operation as a caller sends it. */
export interface OperationPayload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The most tokens of a document: more than the gateway's queries have, in which fragments are expanded. */
export const MAX_DOCUMENT_TOKENS = 50_000;

/** Parses and validates an operation; returns one that can be executed, or its errors, whose size is bounded. */
export function prepareOperation(
  schema: GraphQLSchema,
  { query, operationName, variables }: OperationPayload,
): ExecutionArgs | readonly GraphQLError[] {
  const document = parsed(query);
  if (document instanceof GraphQLError) return [document];
  const invalid = validated(schema, document);
  if (invalid.length > 0) return invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  const operation = getOperationAST(document, operationName);
  if (!operation)
    return [withCode(new GraphQLError('There is no such operation.'), 'OPERATION_RESOLUTION_FAILURE')];
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, {
    maxErrors: MAX_REQUEST_ERRORS,
    hideSuggestions: true,
  });
  if (errors) return errors.map((error) => withCode(error, 'BAD_USER_INPUT'));
  return { schema, document, operationName: operationName ?? null, variableValues: variables ?? {} };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MAX_DOCUMENT_TOKENS });
  } catch (error) {
    // The parser recurses as deep as the document nests, and may overflow the stack.
    const deep = error instanceof RangeError ? new GraphQLError('The document nests too deeply.') : error;
    if (deep instanceof GraphQLError) return withCode(deep, 'GRAPHQL_PARSE_FAILED');
    throw deep;
  }
}

function validated(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  try {
    return validate(schema, document, undefined, { maxErrors: MAX_REQUEST_ERRORS, hideSuggestions: true });
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, originalError, extensions } = error;
  const place = nodes ? { nodes } : { source: source ?? null, positions: positions ?? null };
  return new GraphQLError(message, {
    ...place,
    originalError: originalError ?? null,
    extensions: { ...extensions, code },
  });
}
