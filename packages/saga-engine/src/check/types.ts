import {
  GraphQLNonNull,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLType,
} from 'graphql';

/** Casts to a GraphQL type; the linter's rules cannot follow the recursive types of `graphql`. */
export const asType = (type: unknown): GraphQLType => type as GraphQLType;

/** The type without its `!`, if it has one. */
export const nullable = (type: unknown): GraphQLType =>
  isNonNullType(type) ? asType(type.ofType) : asType(type);

/** The type with a `!`. */
export const required = (type: unknown): GraphQLType => asType(new GraphQLNonNull(nullable(type) as never));

const unwrapped = (type: unknown): unknown =>
  isListType(type) || isNonNullType(type) ? unwrapped(type.ofType) : type;

/** The object type of a field, without list and non-null wrappers; undefined if its type is no object. */
export const objectTypeOf = (
  field: { readonly type: unknown } | undefined,
): GraphQLObjectType | undefined => {
  const type = unwrapped(field?.type);
  return isObjectType(type) ? type : undefined;
};
