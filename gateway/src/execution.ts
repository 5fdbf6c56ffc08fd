import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import { networkOf } from '@counterstep/service-kit/server';
import type { GatewayContext } from './context.ts';
import type { FairShare } from './fair-share.ts';
import type { HeavyTurns } from './heavy-turns.ts';
import { introspect, splitIntrospection, type SplitOperation } from './introspection.ts';
import { areErrors, resolveOperation, type Operation, type Variables } from './operations.ts';
import type { RunLimits } from './http/run.ts';
import { boundedAnswer, type Supergraph } from './supergraph.ts';

/** What a client asks for, over any transport. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Variables | null | undefined;
}

/** An operation that may be executed: valid, within every limit, and charged. */
export interface PreparedOperation {
  readonly supergraph: Supergraph;
  /** The valid document that contains the operation. */
  readonly document: DocumentNode;
  readonly operation: Operation;
  readonly variables: Variables;
  readonly cost: number;
}

/** An operation of this cost weighs twice as much as one that costs nothing. */
const COST_OF_ONE = 100;

/** The one place that admits and executes operations, for every transport. */
export interface Executor {
  /**
   * Checks a document when its client's turn comes, so that `prepare` finds it checked.
   *
   * @throws {RateLimited} when too much of the client waits.
   */
  read(supergraph: Supergraph, query: string, network: string): Promise<void>;
  /**
   * Checks an operation and charges the client for it, or returns what is wrong with it.
   *
   * @throws {RateLimited} when the client has spent what it may.
   */
  prepare(
    supergraph: Supergraph,
    request: OperationRequest,
    context: GatewayContext,
  ): PreparedOperation | readonly GraphQLError[];
  /** Executes a query or a mutation. Its errors do not have their public form yet. */
  execute(prepared: PreparedOperation, context: GatewayContext): Promise<ExecutionResult>;
}

export interface ExecutorOptions {
  /** The highest cost of one operation. */
  readonly maxCost: number;
  /** Whether errors may suggest names that the client did not send. */
  readonly suggestions: boolean;
  readonly share: FairShare;
  readonly turns: HeavyTurns;
  readonly runLimits: RunLimits;
}

export function createExecutor(options: ExecutorOptions): Executor {
  const { share, turns, runLimits } = options;
  const splits = new WeakMap<OperationDefinitionNode, SplitOperation>();
  const splitOf = (document: DocumentNode, definition: OperationDefinitionNode): SplitOperation => {
    const split = splits.get(definition) ?? splitIntrospection(document, definition);
    splits.set(definition, split);
    return split;
  };
  return {
    read: async (supergraph, query, network) => {
      if (supergraph.isChecked(query)) return;
      await turns.run(network, `check ${query}`, () => supergraph.check(query));
    },
    prepare: (supergraph, request, context) => prepareWithin(supergraph, request, context, options),
    execute: async (prepared, context) => {
      const { supergraph, document, operation, variables, cost } = prepared;
      const { introspection, rest, order } = splitOf(document, operation.operation);
      const network = networkOf(context.clientAddress);
      const about =
        introspection &&
        (await turns.run(network, undefined, () => introspect(supergraph.schema, introspection, variables)));
      if (rest === undefined) return boundedAnswer(about ?? {}, runLimits);
      const ofRest = about ? operationOf(supergraph, rest, operation) : operation;
      const planning = context.trace.begin('plan');
      const plan = await planned(prepared, rest, network, turns).finally(() => {
        planning.end();
      });
      if (plan instanceof GraphQLError) return { errors: [plan] };
      const weight = 1 + Math.floor(cost / COST_OF_ONE);
      const result = await share.run(network, weight, () =>
        supergraph.execute({ plan, operation: ofRest, variables, context }),
      );
      return about ? boundedAnswer(together(result, about, order), runLimits) : result;
    },
  };
}

function prepareWithin(
  supergraph: Supergraph,
  { query, operationName, variables: given }: OperationRequest,
  context: GatewayContext,
  { maxCost, suggestions }: ExecutorOptions,
): PreparedOperation | readonly GraphQLError[] {
  const document = supergraph.check(query);
  if (areErrors(document)) return document;
  const variables = given ?? {};
  const operation = resolveOperation(
    supergraph.schema,
    document,
    operationName ?? undefined,
    variables,
    suggestions,
  );
  if (areErrors(operation)) return operation;
  const cost = supergraph.costOf(operation, variables);
  if (typeof cost !== 'number') return cost;
  // The negated comparison also refuses NaN, the cost of extremely deep nesting.
  if (!(cost <= maxCost)) return [tooExpensive(cost, maxCost)];
  context.charge(cost);
  return { supergraph, document, operation, variables, cost };
}

/** The plan of what to ask subgraphs, made when the network's turn comes; errors where there is none. */
async function planned(
  { supergraph, document, operation: { operation } }: PreparedOperation,
  rest: DocumentNode,
  network: string,
  turns: HeavyTurns,
): Promise<QueryPlan | GraphQLError> {
  const name = operation.name?.value;
  if (supergraph.isPlanned(rest, name)) return supergraph.plan(rest, name);
  const key = `plan ${name ?? ''} ${document.loc?.source.body ?? ''}`;
  try {
    return await turns.run(network, key, () => supergraph.plan(rest, name));
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Whether an operation can have any number of results. */
export const isStream = ({ operation }: PreparedOperation): boolean =>
  operation.operation.operation === OperationTypeNode.SUBSCRIPTION;

const tooExpensive = (cost: number, maxCost: number): GraphQLError =>
  new GraphQLError(
    `The operation may cost ${Math.ceil(cost)}, and ${maxCost} is the most: ask for smaller pages or fewer nested lists.`,
    { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  );

function operationOf({ schema }: Supergraph, document: DocumentNode, { fragments }: Operation): Operation {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The document has no operation.');
  return { schema, operation, fragments: usedOf(document, fragments) };
}

/** Keeps the fragments that the executor needs: it reads all that it is given, even those only introspection uses. */
const usedOf = (document: DocumentNode, fragments: Operation['fragments']): Operation['fragments'] =>
  Object.fromEntries(
    document.definitions.flatMap((definition) => {
      const fragment =
        definition.kind === Kind.FRAGMENT_DEFINITION ? fragments[definition.name.value] : undefined;
      return fragment ? [[fragment.name.value, fragment]] : [];
    }),
  );

function together(
  { data, errors = [] }: ExecutionResult,
  about: ExecutionResult,
  order: readonly string[],
): ExecutionResult {
  const all = [...errors, ...(about.errors ?? [])];
  const values = data && about.data ? { ...data, ...about.data } : undefined;
  const ordered =
    values && Object.fromEntries(order.filter((name) => name in values).map((name) => [name, values[name]]));
  return { data: ordered ?? null, ...(all.length > 0 && { errors: all }) };
}
