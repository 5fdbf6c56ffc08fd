import { buildOperationContext } from '@apollo/gateway/dist/operationContext.js';
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ParseOptions,
  type ValidationRule,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
export type Operation = ReturnType<typeof buildOperationContext>;

/** What documents are held to beyond the specification. */
export interface DocumentRules {
  readonly rules: readonly ValidationRule[];
  readonly parseOptions: ParseOptions;
}

const withCode = (error: GraphQLError, code: string): GraphQLError => {
  const { message, extensions, nodes, source, positions } = error;
  const place = nodes ? { nodes } : { source: source ?? null, positions: positions ?? null };
  return new GraphQLError(message, { ...place, extensions: { ...extensions, code } });
};

/** The document, or what is wrong with it. */
export function checkDocument(
  schema: GraphQLSchema,
  query: string,
  { rules, parseOptions }: DocumentRules,
): DocumentNode | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query, parseOptions);
  } catch (error) {
    return [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
  }
  const errors = validate(schema, document, [...specifiedRules, ...rules]);
  return errors.length > 0 ? errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
}

/** The operation of a valid document that is to be executed, or why it cannot be with these variables. */
export function resolveOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Variables,
): Operation | readonly GraphQLError[] {
  const ast = getOperationAST(document, operationName);
  if (!ast) {
    const message =
      operationName === undefined
        ? 'The document has several operations: name one.'
        : `The document has no operation ${operationName}.`;
    return [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })];
  }
  const { errors } = getVariableValues(schema, ast.variableDefinitions ?? [], variables);
  if (errors) return errors.map((error) => withCode(error, 'BAD_USER_INPUT'));
  return buildOperationContext({
    schema,
    operationDocument: document,
    ...(operationName === undefined ? {} : { operationName }),
  });
}

/** Whether a check came to errors. */
export const areErrors = (outcome: object): outcome is readonly GraphQLError[] => Array.isArray(outcome);
