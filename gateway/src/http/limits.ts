import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Limits on what an operation may ask for. */
export interface OperationLimits {
  /** Levels of nested fields. */
  readonly depth: number;
  /** Aliased fields, counted for each use of their fragment. */
  readonly aliases: number;
  /** Selected fields and fragments, counted for each use of their fragment. */
  readonly selections: number;
  /** Distinct combinations of the variables in `@include` and `@skip`: each is planned separately. */
  readonly conditions: number;
  /** Characters of the operation, a fragment's counted for each use. */
  readonly characters: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
}

interface Tally {
  depth: number;
  aliases: number;
  selections: number;
  conditions: number;
  characters: number;
}

const nouns = {
  depth: 'levels of fields',
  aliases: 'aliases',
  selections: 'selections',
  conditions: 'combinations of conditions',
  characters: 'characters, fragments expanded',
} as const;

const kinds = ['depth', 'aliases', 'selections', 'conditions', 'characters'] as const;

/** The limit that a document exceeds, as an error; undefined if there is none. The document need not be valid. */
export function findExcess(document: DocumentNode, limits: OperationLimits): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  let written = 0;
  for (const definition of document.definitions) {
    if (!('selectionSet' in definition)) continue;
    const { selectionSet } = definition;
    const tally =
      definition.kind === Kind.OPERATION_DEFINITION
        ? measure(selectionSet, limits, fragments)
        : // A fragment is counted once as it is written: it may be used by nothing.
          measure(selectionSet, limits, new Map());
    const kind = kinds.find((one) => tally[one] > limits[one]);
    if (kind)
      return new GraphQLError(`The operation has more than ${limits[kind]} ${nouns[kind]}.`, {
        nodes: definition,
      });
    written += tally.selections;
  }
  const most = limits.selections * MAX_TIMES_WRITTEN;
  return written > most
    ? new GraphQLError(`The document has more than ${most} ${nouns.selections}.`)
    : undefined;
}

/** All operations and fragments of a document together may have this many times the selections of one operation. */
const MAX_TIMES_WRITTEN = 4;

/** Counts until a limit is exceeded; skips fragments that use themselves, which another rule reports. */
function measure(
  selections: SelectionSetNode,
  limits: OperationLimits,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Tally {
  const tally: Tally = { depth: 0, aliases: 0, selections: 0, conditions: 0, characters: 0 };
  const combinations = new Set<string>();
  const exceeded = (): boolean => kinds.some((kind) => tally[kind] > limits[kind]);
  const enter = (set: SelectionSetNode, depth: number, within: readonly string[], above: string): void => {
    for (const selection of set.selections) {
      const conditions = above + conditionsOf(selection);
      if (conditions !== '') combinations.add(conditions);
      tally.selections += 1;
      tally.conditions = combinations.size;
      tally.characters += ownLength(selection);
      if (exceeded()) return;
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) tally.aliases += 1;
        // Introspection nests deeply by nature; a rule of graphql-js limits it.
        const introspection = selection.name.value.startsWith('__');
        if (!introspection) tally.depth = Math.max(tally.depth, depth);
        if (selection.selectionSet)
          enter(selection.selectionSet, introspection ? -Infinity : depth + 1, within, conditions);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        enter(selection.selectionSet, depth, within, conditions);
      } else if (!within.includes(selection.name.value)) {
        const definition = fragments.get(selection.name.value);
        if (definition) enter(definition.selectionSet, depth, [...within, selection.name.value], conditions);
      }
    }
  };
  enter(selections, 1, [], '');
  return tally;
}

/** The variables that decide whether a selection is included, as a string key. */
const conditionsOf = ({ directives = [] }: SelectionNode): string =>
  directives
    .flatMap(({ name, arguments: given = [] }) => {
      const condition = given.find((argument) => argument.name.value === 'if')?.value;
      const decides = name.value === 'include' || name.value === 'skip';
      return decides && condition?.kind === Kind.VARIABLE ? [`${name.value} ${condition.name.value},`] : [];
    })
    .join('');

/** The characters of a selection, without those of its subselections. */
const ownLength = (selection: SelectionNode): number => {
  const below = 'selectionSet' in selection ? selection.selectionSet : undefined;
  return selection.loc ? (below?.loc?.start ?? selection.loc.end) - selection.loc.start : 0;
};
