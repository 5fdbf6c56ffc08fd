import { noTrace } from '@counterstep/service-kit';
import { networkOf } from '@counterstep/service-kit/server';
import type { ExecutionArgs, ExecutionResult, GraphQLError, OperationDefinitionNode } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { GatewayContext } from '../context.ts';
import { isStream, type Executor, type PreparedOperation } from '../execution.ts';
import type { HeavyTurns } from '../heavy-turns.ts';
import { withTraceId, type ErrorExit } from '../http/errors.ts';
import { beginSubscription, duringOperation } from '../operation-span.ts';
import { areErrors } from '../operations.ts';
import type { ClientQuotas } from '../quotas.ts';
import type { SupergraphSource } from '../supergraph-source.ts';
import type { OpenSubscription } from './opening.ts';
import { planSubscription, type SubscriptionPlan } from './plan.ts';
import { withoutConditions } from './root-field.ts';
import { wrapped } from './wrapping.ts';

type Started = Promise<ExecutionResult> | AsyncGenerator<ExecutionResult, undefined, undefined>;
export type Start = () => Started;

export interface Prepared {
  readonly args: ExecutionArgs;
  /** Whether the operation can have any number of results. */
  readonly streams: boolean;
}

/**
 * Prepares an operation and takes what it needs of its client's quotas; a subscription starts at once. `within` is the
 * socket, or its equivalent, that holds several operations.
 *
 * @throws {RateLimited} when the client has too many.
 */
export type Prepare = (
  payload: SubscribePayload,
  context: GatewayContext,
  within: object,
) => Prepared | readonly GraphQLError[];

/**
 * Plans a subscription, if its client's quotas allow it, when the client's turn comes, so that `prepare` finds it
 * planned.
 *
 * @throws {RateLimited} when too much of the client waits.
 */
export type PlanAhead = (payload: SubscribePayload, context: GatewayContext, within: object) => Promise<void>;

/** Prepares operations for every transport. */
export interface Preparation {
  readonly prepare: Prepare;
  readonly planAhead: PlanAhead;
}

export interface PreparationOptions {
  readonly source: SupergraphSource;
  readonly executor: Executor;
  readonly exit: ErrorExit;
  readonly quotas: ClientQuotas;
  readonly open: OpenSubscription;
  readonly turns: HeavyTurns;
}

/** Prepares operations of any transport. */
export function createPreparation(options: PreparationOptions): Preparation {
  const { source, executor, exit, quotas, turns, open } = options;
  const plans = createPlans();
  const prepare: Prepare = (payload, admitted, within) => {
    const left = new AbortController();
    const context = { ...admitted, left: left.signal };
    const ready = executor.prepare(source.current, payload, context);
    if (areErrors(ready)) return ready;
    const { supergraph, document, operation, variables } = ready;
    const { operation: definition } = operation;
    const name = definition.name?.value;
    const streams = isStream(ready);
    context.log.info({ kind: definition.operation, operationName: name }, 'operation over a socket');
    const prepared = (start: Start): Prepared => ({
      streams,
      args: { schema: supergraph.schema, document, operationName: name ?? null, contextValue: start },
    });
    if (streams) {
      beginSubscription(ready, context);
      const delivery = open({ ...context, trace: noTrace }, within, () => ({
        plan: plans.of(ready).plan(),
        variables,
      }));
      return prepared(() => delivery as ReturnType<Start> & typeof delivery);
    }
    const release = quotas.operation(within);
    const execute = (): Promise<ExecutionResult> => resultOf(executor, ready, context, exit).finally(release);
    return prepared(() => singleResult(execute, left, release));
  };
  const planAhead: PlanAhead = async (payload, context, within) => {
    const ready = executor.prepare(source.current, payload, { ...context, charge: () => undefined });
    if (areErrors(ready) || !isStream(ready)) return;
    const { key, planned, plan } = plans.of(ready);
    if (planned) return;
    // Refuses a client over its quota before planning.
    quotas.subscription(context, within)();
    await turns.run(networkOf(context.clientAddress), `subscribe ${key} ${payload.query}`, plan);
  };
  return { prepare, planAhead };
}

interface Plan {
  readonly key: string;
  readonly planned: boolean;
  readonly plan: () => SubscriptionPlan;
}

/** Remembers plans, because equal subscriptions are shared by the identity of their plan. */
function createPlans(): { of(subscription: PreparedOperation): Plan } {
  const subscriptions = new WeakMap<OperationDefinitionNode, Map<string, SubscriptionPlan>>();
  return {
    of: ({ supergraph, document, operation, variables }) => {
      const definition = operation.operation;
      const plans = subscriptions.get(definition) ?? new Map<string, SubscriptionPlan>();
      subscriptions.set(definition, plans);
      const { document: plain, key } = withoutConditions(supergraph.schema, document, definition, variables);
      const plan = (): SubscriptionPlan => {
        const known = plans.get(key) ?? planSubscription(supergraph, plain, operation);
        plans.set(key, known);
        return known;
      };
      return { key, planned: plans.has(key), plan };
    },
  };
}

const resultOf = (
  executor: Executor,
  prepared: PreparedOperation,
  context: GatewayContext,
  exit: ErrorExit,
): Promise<ExecutionResult> => {
  return duringOperation(prepared, context, async (traced) => {
    const result = await executor
      .execute(prepared, traced)
      .catch((error: unknown) => ({ errors: [wrapped(error)] }));
    return withTraceId(exit.presentResult(result, traced), traced.trace) as ExecutionResult;
  });
};

/**
 * A stream of one result, which the protocol's server ends when its client leaves. `unused` is called if the client
 * leaves before it starts.
 */
function singleResult(
  execute: () => Promise<ExecutionResult>,
  left: AbortController,
  unused: () => void,
): AsyncGenerator<ExecutionResult, undefined, undefined> {
  let begun = false;
  const done = { done: true, value: undefined } as const;
  const leave = (): Promise<typeof done> => {
    left.abort();
    if (!begun) unused();
    return Promise.resolve(done);
  };
  return {
    next: async () => {
      if (begun) return done;
      begun = true;
      return { done: false, value: await execute() };
    },
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await leave();
    },
  };
}
