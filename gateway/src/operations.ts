import { buildOperationContext } from '@apollo/gateway/dist/operationContext.js';
import { MAX_REQUEST_ERRORS } from '@counterstep/service-kit';
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  Source,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { checkDocumentText, MAX_NESTING } from './document-text.ts';
import { findExcess, type OperationLimits } from './http/limits.ts';

export type Variables = Readonly<Record<string, unknown>>;
export type Operation = ReturnType<typeof buildOperationContext>;

/** The rules for documents beyond the GraphQL specification. */
export interface DocumentRules {
  readonly limits: OperationLimits;
  readonly rules: readonly ValidationRule[];
  /** Whether errors may name fields and types that the client did not. */
  readonly suggestions: boolean;
}

const withCode = (error: GraphQLError, code: string): GraphQLError => {
  const { message, extensions, nodes, source, positions } = error;
  const place = nodes ? { nodes } : { source: source ?? null, positions: positions ?? null };
  return new GraphQLError(message, { ...place, extensions: { ...extensions, code } });
};

/**
 * Parses and validates a document, or returns what is wrong with it. Both the work and the errors are linear in its
 * length.
 */
export function checkDocument(
  schema: GraphQLSchema,
  query: string,
  { rules, limits, suggestions }: DocumentRules,
): DocumentNode | readonly GraphQLError[] {
  const document = parsed(query, limits.tokens);
  if (areErrors(document)) return document;
  // Some validation rules compare every field with every other, so the document's size is checked first.
  const excess = findExcess(document, limits);
  const validated = (): readonly GraphQLError[] => {
    try {
      const options = { maxErrors: MAX_REQUEST_ERRORS, hideSuggestions: !suggestions };
      return validate(schema, document, [...specifiedRules, ...rules], options);
    } catch (error) {
      // graphql-js throws this for conditions on a subscription's root field that depend on variables.
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  };
  const errors = excess ? [excess] : validated();
  return errors.length > 0 ? errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
}

function parsed(query: string, maxTokens: number): DocumentNode | readonly GraphQLError[] {
  const source = new Source(query);
  try {
    checkDocumentText(source, maxTokens);
    return parse(source);
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
    throw error;
  }
}

/** The operation of a valid document to execute, or why these variables do not allow it. */
export function resolveOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
  suggestions: boolean,
): Operation | readonly GraphQLError[] {
  const ast = getOperationAST(document, operationName);
  if (!ast) {
    const message =
      operationName === undefined
        ? 'The document has several operations: name one.'
        : `The document has no operation ${operationName}.`;
    return [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })];
  }
  if (nestsDeeperThan(variables, MAX_NESTING)) return [tooDeep()];
  const { errors } = getVariableValues(schema, ast.variableDefinitions ?? [], variables, {
    maxErrors: MAX_REQUEST_ERRORS,
    hideSuggestions: !suggestions,
  });
  if (errors) return errors.map((error) => withCode(error, 'BAD_USER_INPUT'));
  return buildOperationContext({
    schema,
    operationDocument: document,
    ...(operationName === undefined ? {} : { operationName }),
  });
}

const tooDeep = (): GraphQLError =>
  new GraphQLError(`The variables nest more than ${MAX_NESTING} levels.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });

/** Iterates level by level, because recursion would overflow the stack on values that are too deep. */
function nestsDeeperThan(value: unknown, levels: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    );
  }
  return false;
}

/** Whether a check returned errors. */
export const areErrors = (outcome: object): outcome is readonly GraphQLError[] => Array.isArray(outcome);
