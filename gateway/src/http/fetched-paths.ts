import {
  getOperationAST,
  Kind,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const ENTITIES = '_entities';

/** The answer paths of the fields that a subgraph request selects, for each entity where it asks for entities. */
export function fetchedPaths(
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
): (string | number)[][] {
  const document = parse(query, { noLocation: true });
  const root = getOperationAST(document)?.selectionSet;
  if (root === undefined) return [];
  const entities = root.selections.find(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === ENTITIES,
  );
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet)
    return fieldNames(document, root, undefined).map((name) => [name]);
  const { selectionSet } = entities;
  const representations = (variables?.['representations'] ?? []) as readonly { __typename: string }[];
  return representations.flatMap(({ __typename: type }, index) =>
    fieldNames(document, selectionSet, type).map((name) => [ENTITIES, index, name]),
  );
}

/** The response names selected on a type, or on all types if none is given. */
function fieldNames(
  document: DocumentNode,
  set: SelectionSetNode,
  type: string | undefined,
): readonly string[] {
  const names = set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      const name = (selection.alias ?? selection.name).value;
      return name === '__typename' ? [] : [name];
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragmentOf(document, selection.name.value) : selection;
    const condition = fragment?.typeCondition?.name.value;
    const applies = type === undefined || condition === undefined || condition === type;
    return fragment && applies ? fieldNames(document, fragment.selectionSet, type) : [];
  });
  return [...new Set(names)];
}

const fragmentOf = (document: DocumentNode, name: string): FragmentDefinitionNode | undefined =>
  document.definitions.find(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  ) as FragmentDefinitionNode | undefined;
