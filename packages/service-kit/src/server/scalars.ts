import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { currencies } from './currencies.ts';

const instantPattern =
  /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** Whether the calendar has the day; `Date.parse` reads 30 February as a day in March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Whether the instant's year in UTC has four digits, because instants sort as text. */
const isWithinRange = (instant: string): boolean => /^\d{4}-/.test(instant);

function parseInstant(value: unknown): string {
  const day = typeof value === 'string' ? instantPattern.exec(value)?.[1] : undefined;
  const time = day !== undefined && isDay(day) ? Date.parse(String(value)) : NaN;
  const instant = Number.isNaN(time) ? '' : new Date(time).toISOString();
  if (!isWithinRange(instant))
    throw new GraphQLError(
      'DateTime must be an instant in ISO 8601 of the years 0000 to 9999, such as 2026-03-01T09:30:00Z.',
    );
  return instant;
}

/** The scalar for an instant: accepts any offset, and uses UTC with milliseconds internally and in answers. */
const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  parseValue: parseInstant,
  serialize: parseInstant,
});

/**
 * Gives a scalar an error code for malformed literals. The gateway leaves literals to the subgraph, where they fail the
 * validation of a document that the client did not write.
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

function parseCurrency(value: unknown): string {
  if (typeof value !== 'string' || !/^[A-Z]{3}$/.test(value))
    throw new GraphQLError('Currency must be a code of ISO 4217 in capital letters, such as USD.');
  if (!currencies.has(value)) throw new GraphQLError(`Value is not a valid currency value: ${value}`);
  return value;
}

/**
 * The scalar for a code of ISO 4217, which must be in capital letters, because amounts are compared with their
 * currencies.
 */
const Currency = new GraphQLScalarType<string, string>({
  name: 'Currency',
  parseValue: parseCurrency,
  serialize: parseCurrency,
});

function parseSafeInt(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new GraphQLError(`SafeInt cannot represent non-integer value: ${String(value)}`);
  if (!Number.isSafeInteger(value))
    throw new GraphQLError(`SafeInt cannot represent unsafe integer value: ${value}`);
  return value;
}

/** The scalar for a whole number that JavaScript represents exactly; a literal has no point and no exponent. */
const SafeInt = new GraphQLScalarType<number, number>({
  name: 'SafeInt',
  parseValue: parseSafeInt,
  serialize: parseSafeInt,
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT)
      throw new GraphQLError(`SafeInt cannot represent non-integer value: ${print(node)}`, { nodes: node });
    return parseSafeInt(Number(node.value));
  },
});

/** The scalars of `schema/common.graphql`. */
export const scalarResolvers = {
  DateTime: withLiteralErrors(DateTime),
  SafeInt: withLiteralErrors(SafeInt),
  Currency: withLiteralErrors(Currency),
};
