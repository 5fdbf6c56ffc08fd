import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** Introspection is answered from memory, at this share of what the same selection would cost from a subgraph. */
const SHARE = 0.1;
/** Costs of text fields: answers repeat these texts, so a description costs as much as an object. */
const texts: Readonly<Record<string, number>> = { __typename: 0, description: 1, specifiedByURL: 1 };
const OTHER_TEXT = 0.25;

/** Assumed lengths of introspection lists, except for the list of all types, whose length is known. */
const usual: Readonly<Record<string, number>> = {
  directives: 10,
  fields: 10,
  inputFields: 10,
  enumValues: 10,
  possibleTypes: 5,
  interfaces: 2,
  args: 2,
};

/** What `__schema` or `__type` costs; `__typename` is free. */
export function introspectionCost(
  node: FieldNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  schema: GraphQLSchema,
): number {
  const types = Object.keys(schema.getTypeMap()).length;
  const itemsOf = ({ name }: FieldNode): number =>
    name.value === 'types' ? types : (usual[name.value] ?? 1);
  const costOf = (field: FieldNode): number =>
    field.selectionSet
      ? itemsOf(field) * (1 + below(field.selectionSet))
      : (texts[field.name.value] ?? OTHER_TEXT);
  const below = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + costOf(selection);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      return fragment ? sum + below(fragment.selectionSet) : sum;
    }, 0);
  return SHARE * costOf(node);
}
