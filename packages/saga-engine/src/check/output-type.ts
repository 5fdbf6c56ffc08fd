import {
  GraphQLInputObjectType,
  GraphQLList,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLType,
} from 'graphql';
import { selectedFields } from './setting.ts';
import { asType, required } from './types.ts';

const objectOf = (type: unknown, node: FieldNode): GraphQLType | undefined => {
  if (!isObjectType(type)) return undefined;
  const fields: Record<string, { readonly type: never }> = {};
  for (const [key, selected] of selectedFields(node)) {
    const inner = selectedType(type.getFields()[selected.name.value]?.type, selected);
    if (inner === undefined) return undefined;
    fields[key] = { type: inner as never };
  }
  return asType(new GraphQLInputObjectType({ name: `${type.name}Selected`, fields }));
};

/**
 * The type of a field's selection as an input type, which can be compared with the type that its place expects;
 * undefined if there is none, as for a union.
 */
export const selectedType = (type: unknown, node: FieldNode): GraphQLType | undefined => {
  if (isNonNullType(type)) {
    const inner = selectedType(type.ofType, node);
    return inner && required(inner);
  }
  if (isListType(type)) {
    const inner = selectedType(type.ofType, node);
    return inner && asType(new GraphQLList(inner as never));
  }
  return isLeafType(type) ? asType(type) : objectOf(type, node);
};
