import {
  executeSync,
  Kind,
  OperationTypeNode,
  separateOperations,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Variables } from './operations.ts';

/** A valid operation split in two: the introspection of the schema, and what subgraphs are asked. */
export interface SplitOperation {
  readonly introspection: DocumentNode | undefined;
  readonly rest: DocumentNode | undefined;
  /** The response names of the root fields, in their original order. */
  readonly order: readonly string[];
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const introspectionFields: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Splits an operation of a valid document, whose fragments are therefore not recursive. */
export function splitIntrospection(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): SplitOperation {
  const fragments = fragmentsOf(document);
  const introspection =
    operation.operation === OperationTypeNode.QUERY
      ? picked(operation.selectionSet, fragments, true)
      : undefined;
  if (introspection === undefined) return { introspection: undefined, rest: document, order: [] };
  const rest = picked(operation.selectionSet, fragments, false);
  return {
    introspection: withSelections(document, operation, introspection),
    rest: rest && withSelections(document, operation, rest),
    order: responseNames(operation.selectionSet, fragments),
  };
}

/** Executes introspection with graphql-js against the schema that clients see. */
export const introspect = (
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Variables,
): ExecutionResult => executeSync({ schema, document, variableValues });

const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );

/** The root selections that are introspection, or those that are not; undefined if there are none. */
function picked(
  set: SelectionSetNode,
  fragments: Fragments,
  introspection: boolean,
): SelectionSetNode | undefined {
  const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD)
      return introspectionFields.has(selection.name.value) === introspection ? [selection] : [];
    const fragment = opened(selection, fragments);
    const selectionSet = fragment && picked(fragment.selectionSet, fragments, introspection);
    const { directives } = selection;
    const typeCondition = fragment?.typeCondition;
    return selectionSet
      ? [
          {
            kind: Kind.INLINE_FRAGMENT,
            selectionSet,
            ...(directives && { directives }),
            ...(typeCondition && { typeCondition }),
          },
        ]
      : [];
  });
  return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : undefined;
}

const opened = (selection: Exclude<SelectionNode, { kind: Kind.FIELD }>, fragments: Fragments) =>
  selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;

/** A document that holds only the operation, with other root selections. */
function withSelections(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  selectionSet: SelectionSetNode,
): DocumentNode {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const changed = { ...operation, selectionSet };
  const separated = separateOperations({
    kind: Kind.DOCUMENT,
    definitions: [changed, ...fragments],
  });
  return separated[operation.name?.value ?? ''] ?? document;
}

const responseNames = (set: SelectionSetNode, fragments: Fragments): readonly string[] =>
  set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
    const fragment = opened(selection, fragments);
    return fragment ? responseNames(fragment.selectionSet, fragments) : [];
  });
