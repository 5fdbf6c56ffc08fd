import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** How much an operation may ask for. */
export interface OperationLimits {
  /** Levels of nested fields. */
  readonly depth: number;
  /** Aliased fields, counted once for each time their fragment is used. */
  readonly aliases: number;
  /** Selected fields and fragments, counted once for each time their fragment is used. */
  readonly selections: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
}

interface Tally {
  depth: number;
  aliases: number;
  selections: number;
}

const nouns = { depth: 'levels of fields', aliases: 'aliases', selections: 'selections' } as const;

/** Refuses operations that exceed the limits. */
export const limitRule =
  (limits: OperationLimits): ValidationRule =>
  (context: ValidationContext): ASTVisitor => ({
    OperationDefinition: (operation) => {
      const tally = measure(operation, limits, (name) => context.getFragment(name));
      for (const kind of ['depth', 'aliases', 'selections'] as const) {
        if (tally[kind] > limits[kind]) {
          const message = `The operation has more than ${limits[kind]} ${nouns[kind]}.`;
          context.reportError(new GraphQLError(message, { nodes: operation }));
          return;
        }
      }
    },
  });

/** Counts until a limit is exceeded; fragments that use themselves are another rule's to report. */
function measure(
  operation: OperationDefinitionNode,
  limits: OperationLimits,
  fragment: (name: string) => FragmentDefinitionNode | null | undefined,
): Tally {
  const tally: Tally = { depth: 0, aliases: 0, selections: 0 };
  const exceeded = (): boolean =>
    tally.depth > limits.depth || tally.aliases > limits.aliases || tally.selections > limits.selections;
  const enter = (set: SelectionSetNode, depth: number, within: readonly string[]): void => {
    for (const selection of set.selections) {
      tally.selections += 1;
      if (exceeded()) return;
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) tally.aliases += 1;
        // Introspection nests deeply by nature; a rule of graphql-js limits it.
        if (selection.name.value.startsWith('__')) continue;
        tally.depth = Math.max(tally.depth, depth);
        if (selection.selectionSet) enter(selection.selectionSet, depth + 1, within);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        enter(selection.selectionSet, depth, within);
      } else if (!within.includes(selection.name.value)) {
        const definition = fragment(selection.name.value);
        if (definition) enter(definition.selectionSet, depth, [...within, selection.name.value]);
      }
    }
  };
  enter(operation.selectionSet, 1, []);
  return tally;
}
