import { withLiteralErrors } from '@counterstep/service-kit/server';
import { GraphQLError, GraphQLScalarType } from 'graphql';

export type JsonObject = Readonly<Record<string, unknown>>;

function parseObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new GraphQLError('JSONObject must be a JSON object.');
}

/** The scalar for a JSON object with any fields. */
export const jsonObject = withLiteralErrors(
  new GraphQLScalarType<JsonObject, JsonObject>({
    name: 'JSONObject',
    parseValue: parseObject,
    serialize: parseObject,
  }),
);
