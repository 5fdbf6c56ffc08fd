import type { Schema } from '@apollo/federation-internals';
import { MAX_REQUEST_ERRORS } from '@counterstep/service-kit';
import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Operation, Variables } from '../operations.ts';
import { introspectionCost } from './introspection-cost.ts';
import { isList, sizeOf, type Sized } from './page-size.ts';
import { readWeights, type Weights } from './weights.ts';

/** What a mutation costs in addition to its answer. */
const MUTATION = 10;
/** Multiplies the cost of an entity nested below another of its type: each such round asks all its subgraphs again. */
const COMING_BACK = 10;

/**
 * The highest possible cost of an operation of a valid document, computed before execution; errors where its arguments
 * do not tell it.
 */
export type CostOf = (operation: Operation, variables: Variables) => number | readonly GraphQLError[];

/**
 * Counts costs as the GraphQL cost specification does: an object is 1, a scalar 0, a list its size times the selection
 * on one item; `@cost` and `@listSize` override these.
 */
export function createCostModel(supergraph: Schema, apiSchema: GraphQLSchema): CostOf {
  const weights = readWeights(supergraph);
  const constant = new WeakMap<OperationDefinitionNode, ReturnType<CostOf>>();
  return (operation, variables) => {
    const definition = operation.operation;
    const known = constant.get(definition);
    if (known !== undefined) return known;
    const cost = new Measurement(weights, apiSchema, operation, variables).cost();
    if (!definition.variableDefinitions?.length) constant.set(definition, cost);
    return cost;
  };
}

class Measurement {
  readonly #weights: Weights;
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly #variables: Variables;
  readonly #problems: GraphQLError[] = [];

  constructor(
    weights: Weights,
    schema: GraphQLSchema,
    { operation, fragments }: Operation,
    variables: Variables,
  ) {
    this.#weights = weights;
    this.#schema = schema;
    this.#operation = operation;
    this.#fragments = fragments;
    this.#variables = { ...defaultsOf(operation), ...variables };
  }

  cost(): ReturnType<CostOf> {
    const { operation, selectionSet } = this.#operation;
    const root = this.#schema.getRootType(operation);
    if (!root) return 0;
    const own = operation === OperationTypeNode.MUTATION ? MUTATION : 0;
    const cost = own + this.#below(selectionSet, root, new Set(), undefined);
    return this.#problems.length > 0 ? this.#problems : cost;
  }

  /** What the fields of one object cost; `above` holds the entity types on the way to it. */
  #below(
    set: SelectionSetNode,
    type: GraphQLNamedType,
    above: ReadonlySet<string>,
    sized: Sized | undefined,
  ): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        cost += this.#field(selection, type, above, sized);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments[selection.name.value] : selection;
      const condition = fragment?.typeCondition?.name.value;
      const narrowed = condition === undefined ? type : this.#schema.getType(condition);
      if (fragment && narrowed) cost += this.#below(fragment.selectionSet, narrowed, above, sized);
    }
    return cost;
  }

  #field(
    node: FieldNode,
    parent: GraphQLNamedType,
    above: ReadonlySet<string>,
    sized: Sized | undefined,
  ): number {
    const name = node.name.value;
    if (name.startsWith('__')) return introspectionCost(node, this.#fragments, this.#schema);
    if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
    const field = parent.getFields()[name];
    if (!field) return 0;
    const { costs, listSizes, entities } = this.#weights;
    const coordinate = `${parent.name}.${name}`;
    const type = getNamedType(field.type);
    const given = node.arguments ?? [];
    const own = costs.get(coordinate) ?? costs.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
    const size = sizeOf(field, type, given, this.#variables, listSizes.get(coordinate));
    if (size.problem !== undefined) this.#refuse(`Field "${coordinate}" ${size.problem}`, node);
    const items = sized?.below?.has(name) ? sized.size : isList(field.type) && !size.below ? size.size : 1;
    const again = entities.has(type.name) && above.has(type.name) ? COMING_BACK : 1;
    const inside = entities.has(type.name) ? new Set([...above, type.name]) : above;
    const below = node.selectionSet
      ? this.#below(node.selectionSet, type, inside, size.below ? size : undefined)
      : 0;
    const ofArguments = given.reduce(
      (sum, argument) => sum + (costs.get(`${coordinate}(${argument.name.value}:)`) ?? 0),
      0,
    );
    return ofArguments + items * again * (own + below);
  }

  #refuse(message: string, node: FieldNode): void {
    if (this.#problems.length >= MAX_REQUEST_ERRORS) return;
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
    this.#problems.push(new GraphQLError(message, { nodes: node, extensions }));
  }
}

const defaultsOf = ({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> =>
  Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
