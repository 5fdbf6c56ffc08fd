import { GraphQLError, GraphQLScalarType } from 'graphql';
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

/** The scalars of `schema/common.graphql`. */
export const scalarResolvers = { DateTime, SafeInt: SafeIntResolver, Currency: CurrencyResolver };
