import {
  operationFromDocument,
  operationToDocument,
  Supergraph as FederatedGraph,
  type Schema,
} from '@apollo/federation-internals';
import { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import {
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { isLargerThan } from './answer-size.ts';
import { completed, keepAnswers, missingValues } from './completion.ts';
import type { GatewayContext } from './context.ts';
import { createCostModel, type CostOf } from './cost/cost.ts';
import { findPlannerTraps, type PlannerTrap } from './planner-traps.ts';
import { answerTooLarge, startRun, type RunLimits } from './http/run.ts';
import type { SubgraphSource, Subgraphs } from './http/subgraphs.ts';
import { checkDocument, type DocumentRules, type Operation, type Variables } from './operations.ts';

/** One operation to execute. */
export interface Execution {
  readonly plan: QueryPlan;
  readonly operation: Operation;
  readonly variables: Variables;
  readonly context: GatewayContext;
  /** Stand-ins for subgraphs, used by this execution only. */
  readonly sources?: Readonly<Record<string, SubgraphSource>>;
}

type CheckedDocument = ReturnType<typeof checkDocument>;

/** What a supergraph is loaded with. */
export interface SupergraphOptions {
  readonly subgraphs: Subgraphs;
  /** @throws {InvalidConfiguration} when there is no address for a subgraph. */
  readonly addressOf: (name: string, url: string) => string;
  readonly rules: DocumentRules;
  readonly runLimits: RunLimits;
}

/** One loaded supergraph. It is immutable: a new file makes a new one, and running operations keep the old one. */
export interface Supergraph {
  /** The schema that clients see, without inaccessible elements. */
  readonly schema: GraphQLSchema;
  /** What Apollo's planner may answer wrongly. */
  readonly plannerTraps: readonly PlannerTrap[];
  /** Parses and validates, and remembers the outcome. */
  check(query: string): CheckedDocument;
  /** Whether the result of checking a text is remembered. */
  isChecked(query: string): boolean;
  /** The highest possible cost of an operation of a valid document. */
  readonly costOf: CostOf;
  /** A document that holds only one operation of a valid document, with its fragments expanded. */
  expand(document: DocumentNode, operationName: string | undefined): DocumentNode;
  /**
   * Plans an operation of a valid document.
   *
   * @throws {GraphQLError} when there are too many ways to do it.
   */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
  /** Whether the plan of an operation is remembered. */
  isPlanned(document: DocumentNode, operationName: string | undefined): boolean;
  /**
   * Executes a plan until its deadline, or, for a query, until the client has left. Errors do not have their public
   * form yet.
   */
  execute(execution: Execution): Promise<ExecutionResult>;
}

/**
 * Where several subgraphs can resolve a value, plans multiply with each level of an operation: without limits, a
 * hundred characters can take minutes to plan.
 */
const PLANNER_LIMITS = { pathsLimit: 500, maxEvaluatedPlans: 500 };

/** How many characters of documents are remembered with the result of their check. */
const REMEMBERED_CHARACTERS = 1_000_000;

/**
 * Loads a supergraph, and points its subgraphs to the addresses that it gives.
 *
 * @throws {InvalidConfiguration} when `addressOf` finds no address for a subgraph.
 * @throws {Error} when the SDL is not a valid supergraph.
 */
export function loadSupergraph(
  sdl: string,
  { subgraphs, addressOf, rules, runLimits }: SupergraphOptions,
): Supergraph {
  const graph = FederatedGraph.build(sdl);
  const apiSchema = graph.apiSchema();
  const schema = apiSchema.toGraphQLJSSchema();
  const supergraphSchema = graph.schema.toGraphQLJSSchema();
  const planner = new QueryPlanner(graph, { debug: PLANNER_LIMITS });
  const addresses = graph.subgraphsMetadata().map(({ name, url }) => [name, addressOf(name, url)] as const);
  const sources = Object.fromEntries(addresses.map(([name, url]) => [name, subgraphs.locate(name, url)]));
  const documents = new LRUCache<string, CheckedDocument>({
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_outcome, query) => query.length + 1,
  });
  const plans = new WeakMap<DocumentNode, Map<string | undefined, QueryPlan>>();
  const parsed = (document: DocumentNode, operationName: string | undefined) =>
    operationFromDocument(apiSchema, document, operationName === undefined ? {} : { operationName });
  return {
    schema,
    plannerTraps: findPlannerTraps(graph.schema),
    costOf: createCostModel(graph.schema, schema),
    check: (query) =>
      remembered<string, CheckedDocument>(documents, query, () => checkDocument(schema, query, rules)),
    isChecked: (query) => documents.has(query),
    isPlanned: (document, operationName) => plans.get(document)?.has(operationName) === true,
    expand: (document, operationName) =>
      operationToDocument(parsed(document, operationName).expandAllFragments()),
    plan: (document, operationName) => {
      const ofDocument = plans.get(document) ?? new Map<string | undefined, QueryPlan>();
      plans.set(document, ofDocument);
      return remembered(ofDocument, operationName, () => planned(planner, parsed(document, operationName)));
    },
    execute: createPlanExecution(runLimits, sources, supergraphSchema, apiSchema),
  };
}

function planned(planner: QueryPlanner, operation: ReturnType<typeof operationFromDocument>): QueryPlan {
  try {
    return planner.buildQueryPlan(operation);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Too many options'))) throw error;
    const message =
      'The operation can be answered in too many ways to choose one: ask for fewer levels at a time.';
    throw new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  }
}

function createPlanExecution(
  runLimits: RunLimits,
  sources: Readonly<Record<string, SubgraphSource>>,
  supergraphSchema: GraphQLSchema,
  apiSchema: Schema,
): Supergraph['execute'] {
  return async ({ plan, operation, variables, context, sources: standIns }) => {
    const reads = operation.operation.operation === OperationTypeNode.QUERY;
    const run = startRun(runLimits, reads ? context.left : undefined);
    const answers = keepAnswers({ ...sources, ...standIns });
    const request = {
      request: { variables },
      context: { ...context, run },
      logger: context.log,
      metrics: {},
    };
    try {
      const result = await executeQueryPlan(
        plan,
        answers.sources,
        // Executing a plan reads only this part of Apollo Server's request context.
        request as unknown as Parameters<typeof executeQueryPlan>[2],
        operation,
        supergraphSchema,
        apiSchema,
      );
      const whole = completed(result, answers, (input) =>
        missingValues(apiSchema, operation, variables, input),
      );
      return boundedAnswer(whole, runLimits);
    } finally {
      run.end();
    }
  };
}

/** The result, or an error in its place if it is too large to send. */
export function boundedAnswer(result: ExecutionResult, { answerBytes }: RunLimits): ExecutionResult {
  if (!isLargerThan(answerBytes, result.data)) return result;
  const error = answerTooLarge(answerBytes);
  return { data: null, errors: [new GraphQLError(error.message, { originalError: error })] };
}

function remembered<K, V extends object>(
  memory: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
