import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { GatewayContext } from '../context.ts';
import type { SubgraphSource } from '../http/subgraphs.ts';
import type { Operation, Variables } from '../operations.ts';
import type { Supergraph } from '../supergraph.ts';
import { makeResumable, type Resume } from './resume.ts';

/** How a subscription is executed: what one subgraph is subscribed to, and what others are asked on each event. */
export interface SubscriptionPlan {
  /** The subgraph that the events come from. */
  readonly subgraph: string;
  /** Whether it can continue after a loss without a gap; otherwise events in between are lost. */
  readonly resumable: boolean;
  /** The position that the client asks to start after. */
  start(variables: Variables): number | undefined;
  /** What to subscribe to, after a position if it is resumable. */
  request(variables: Variables, after: number | undefined): SubscribePayload;
  /** The position of an event; undefined if its events have none. */
  positionOf(event: ExecutionResult): number | undefined;
  /** The client's result for an event; fields of other subgraphs are resolved at the time of the call. */
  resultOf(event: ExecutionResult, variables: Variables, context: GatewayContext): Promise<ExecutionResult>;
}

/** Replaces the name of the subgraph that sends the events in the plan of each event. */
const EVENT_SOURCE = 'the event';

/** Plans the subscription operation of a valid document. */
export function planSubscription(
  supergraph: Supergraph,
  document: DocumentNode,
  operation: Operation,
): SubscriptionPlan {
  const operationName = operation.operation.name?.value;
  const expanded = supergraph.expand(document, operationName);
  const resume = makeResumable(supergraph.schema, expanded);
  const { node } = supergraph.plan(resume?.document ?? expanded, operationName);
  if (node?.kind !== 'Subscription') throw new Error('The plan is not that of a subscription.');
  const { primary, rest } = node;
  const arrival: PlanNode = { ...primary, serviceName: EVENT_SOURCE };
  const plan: QueryPlan = {
    kind: 'QueryPlan',
    node: rest ? { kind: 'Sequence', nodes: [arrival, rest] } : arrival,
  };
  return {
    subgraph: primary.serviceName,
    resumable: resume !== undefined,
    start: (variables) => resume?.start(variables),
    request: (variables, after) => ({
      query: primary.operation,
      ...(primary.operationName === undefined ? {} : { operationName: primary.operationName }),
      variables: used(primary.variableUsages ?? [], { ...variables, ...positionOf(resume, after) }),
    }),
    positionOf: (event) => (resume ? valueAt(event.data, resume.path) : undefined),
    resultOf: (event, variables, context) =>
      supergraph.execute({
        plan,
        operation,
        variables,
        context,
        sources: { [EVENT_SOURCE]: sourceOf(event) },
      }),
  };
}

const positionOf = (resume: Resume | undefined, after: number | undefined): Variables =>
  resume && after !== undefined ? { [resume.variable]: after } : {};

const used = (names: readonly string[], variables: Variables): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));

function valueAt(data: unknown, [field, alias]: Resume['path']): number | undefined {
  const event = (data as Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null)?.[field];
  const position = event?.[alias];
  return typeof position === 'number' ? position : undefined;
}

/** Gives each execution its own copy of the event, because executing a plan merges into its data. */
const sourceOf = ({ data, errors }: ExecutionResult): SubgraphSource => ({
  process: () =>
    Promise.resolve({
      data: structuredClone(data ?? null),
      ...(errors && { errors: errors as readonly GraphQLFormattedError[] }),
    }),
});
