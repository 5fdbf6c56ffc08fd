import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLType,
} from 'graphql';
import { asType } from './types.ts';

/** For each scalar, the other scalars that accept all its values. */
const wider: Readonly<Record<string, readonly string[]>> = {
  ID: ['String'],
  String: ['ID'],
  Int: ['Float', 'SafeInt'],
  SafeInt: ['Float'],
  DateTime: ['String'],
  Currency: ['String'],
};

const enumFits = (source: GraphQLEnumType, target: GraphQLEnumType): boolean =>
  source.getValues().every(({ name }) => target.getValue(name) !== undefined);

const objectFits = (
  source: GraphQLInputObjectType,
  target: GraphQLInputObjectType,
  seen: ReadonlySet<string>,
): boolean => {
  const pair = `${source.name} ${target.name}`;
  if (seen.has(pair)) return true;
  const inside = new Set([...seen, pair]);
  const [given, wanted] = [source.getFields(), target.getFields()];
  const allWanted = Object.values(wanted).every(
    (field) => given[field.name] !== undefined || !isRequiredInputField(field),
  );
  return (
    allWanted &&
    Object.values(given).every((field) => {
      const place = wanted[field.name];
      return place !== undefined && typeFits(asType(field.type), asType(place.type), inside);
    })
  );
};

const typeFits = (source: GraphQLType, target: GraphQLType, seen: ReadonlySet<string>): boolean => {
  if (isNonNullType(target))
    return isNonNullType(source) && typeFits(asType(source.ofType), asType(target.ofType), seen);
  if (isNonNullType(source)) return typeFits(asType(source.ofType), target, seen);
  if (isListType(source) || isListType(target))
    return (
      isListType(source) && isListType(target) && typeFits(asType(source.ofType), asType(target.ofType), seen)
    );
  if (isInputObjectType(source) && isInputObjectType(target)) return objectFits(source, target, seen);
  if (isEnumType(source) && isEnumType(target)) return enumFits(source, target);
  if (isInputObjectType(source) || isInputObjectType(target) || isEnumType(source) || isEnumType(target))
    return false;
  return source.name === target.name || (wider[source.name] ?? []).includes(target.name);
};

/**
 * Whether every value of the source type can stand where the target type is expected; the types may be of different
 * schemas.
 */
export const fits = (source: GraphQLType, target: GraphQLType): boolean =>
  typeFits(source, target, new Set());
