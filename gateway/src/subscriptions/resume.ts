import {
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  print,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Variables } from '../operations.ts';

const ARGUMENT = 'afterSequence';
const FIELD = 'sequence';

/** How a subscription continues after a loss: its root field takes a position, and its events carry one. */
export interface Resume {
  /** The operation, extended by a variable for the position to continue after and by the position of each event. */
  readonly document: DocumentNode;
  /** The name of that variable. */
  readonly variable: string;
  /** Where an event carries its position. */
  readonly path: readonly [field: string, alias: string];
  /** The position that the client asks to start after. */
  start(variables: Variables): number | undefined;
}

/**
 * Makes an operation resumable if its root field takes `afterSequence: Int` and its events have `sequence: Int!`;
 * otherwise returns undefined. The document holds one operation, with its fragments expanded.
 */
export function makeResumable(schema: GraphQLSchema, document: DocumentNode): Resume | undefined {
  const [operation] = document.definitions;
  if (document.definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  const [root] = operation.selectionSet.selections;
  if (root?.kind !== Kind.FIELD || !root.selectionSet) return undefined;
  const field = schema.getRootType(OperationTypeNode.SUBSCRIPTION)?.getFields()[root.name.value];
  if (!field || !isResumable(field)) return undefined;
  const source = print(document);
  const [variable, alias] = [unusedName(ARGUMENT, source), unusedName(FIELD, source)];
  return {
    document: { kind: Kind.DOCUMENT, definitions: [resumed(operation, root, variable, alias)] },
    variable,
    path: [(root.alias ?? root.name).value, alias],
    start: (variables) => startOf(schema, operation, field, root, variables),
  };
}

function isResumable(field: GraphQLField<unknown, unknown>): boolean {
  const argument = field.args.find(({ name }) => name === ARGUMENT);
  const event = getNamedType(field.type);
  if (String(argument?.type) !== 'Int' || !(isObjectType(event) || isInterfaceType(event))) return false;
  return String(event.getFields()[FIELD]?.type) === 'Int!';
}

function unusedName(base: string, source: string): string {
  let name = `${base}_`;
  while (source.includes(name)) name += '_';
  return name;
}

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;

function resumed(
  operation: OperationDefinitionNode,
  root: FieldNode,
  variable: string,
  alias: string,
): OperationDefinitionNode {
  const variableNode = { kind: Kind.VARIABLE, name: nameNode(variable) } as const;
  const others = root.arguments?.filter(({ name }) => name.value !== ARGUMENT) ?? [];
  const position = { kind: Kind.FIELD, name: nameNode(FIELD), alias: nameNode(alias) } as const;
  const field: FieldNode = {
    ...root,
    arguments: [...others, { kind: Kind.ARGUMENT, name: nameNode(ARGUMENT), value: variableNode }],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(root.selectionSet?.selections ?? []), position],
    },
  };
  const int = { kind: Kind.NAMED_TYPE, name: nameNode('Int') } as const;
  const definition = { kind: Kind.VARIABLE_DEFINITION, variable: variableNode, type: int } as const;
  return {
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), definition],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  };
}

function startOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  field: GraphQLField<unknown, unknown>,
  root: FieldNode,
  variables: Variables,
): number | undefined {
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const position: unknown = getArgumentValues(field, root, coerced)[ARGUMENT];
  return typeof position === 'number' ? position : undefined;
}
