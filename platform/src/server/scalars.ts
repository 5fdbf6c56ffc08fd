import { GraphQLError, GraphQLScalarType, type ValueNode } from 'graphql';
import { CurrencyResolver, SafeIntResolver } from 'graphql-scalars';

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

function parseInstant(value: unknown): string {
  const time = typeof value === 'string' && instantPattern.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time))
    throw new GraphQLError('DateTime must be an instant in ISO 8601, such as 2026-03-01T09:30:00Z.');
  return new Date(time).toISOString();
}

/** An instant; any offset is accepted, and it is UTC with milliseconds inside and in answers. */
const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  parseValue: parseInstant,
  serialize: parseInstant,
});

/**
 * The scalar, with a code for malformed literals: the gateway leaves it to the subgraph to judge them, where they fail
 * the validation of a document that is not the client's.
 */
export function withLiteralErrors<Internal, External>(
  scalar: GraphQLScalarType<Internal, External>,
): GraphQLScalarType<Internal, External> {
  const parseLiteral = (node: ValueNode, variables?: Record<string, unknown> | null): Internal => {
    try {
      return scalar.parseLiteral(node, variables);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
    }
  };
  return new GraphQLScalarType({ ...scalar.toConfig(), parseLiteral });
}

/** The scalars of `schema/common.graphql`. */
export const scalarResolvers = {
  DateTime: withLiteralErrors(DateTime),
  SafeInt: withLiteralErrors(SafeIntResolver),
  Currency: withLiteralErrors(CurrencyResolver),
};
