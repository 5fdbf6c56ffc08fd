import {
  getDirectiveValues,
  getVariableValues,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { Variables } from '../operations.ts';

/** A subscription with no condition on its root field. */
export interface Unconditional {
  readonly document: DocumentNode;
  /** Identifies the selected root field: equal selections have equal keys. */
  readonly key: string;
}

const CONDITIONS: ReadonlySet<string> = new Set([GraphQLIncludeDirective.name, GraphQLSkipDirective.name]);

/**
 * Evaluates `@include` and `@skip` on the root field of a valid subscription when it begins, because they decide what
 * is subscribed to.
 *
 * @throws {GraphQLError} when no field is left.
 */
export function withoutConditions(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Unconditional {
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const fields = fieldsOf(operation.selectionSet.selections, coerced, fragments);
  if (fields.length === 0)
    throw new GraphQLError('The subscription selects no field.', {
      nodes: operation,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  const plain: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  };
  return {
    document: { kind: Kind.DOCUMENT, definitions: [plain, ...fragments.values()] },
    key: fields.map(({ loc }) => loc?.start).join(),
  };
}

function fieldsOf(
  selections: readonly SelectionNode[],
  variables: Variables,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (!isIncluded(selection, variables)) return [];
    if (selection.kind === Kind.FIELD) {
      const directives = selection.directives?.filter(({ name }) => !CONDITIONS.has(name.value)) ?? [];
      return [{ ...selection, directives }];
    }
    const { selectionSet } =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : (fragments.get(selection.name.value) ?? {});
    return selectionSet ? fieldsOf(selectionSet.selections, variables, fragments) : [];
  });
}

const isIncluded = (selection: SelectionNode, variables: Variables): boolean =>
  getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] !== true &&
  getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
