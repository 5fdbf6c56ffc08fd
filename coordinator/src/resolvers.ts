import { BadUserInput, instant, traceIdOf } from '@counterstep/service-kit';
import { isAdmin, maySee, requireAdmin, requireViewer } from '@counterstep/service-kit/server';
import { auditMutations, auditQueries, auditTypes } from './audit/resolvers.ts';
import { cancelOrder, refusalsOf } from './cancel-order/cancel-order.ts';
import { carrierHas } from './cancel-order/parcel.ts';
import type { Context } from './context.ts';
import { definitionResolvers, sagaDefinitions } from './definition-resolvers.ts';
import {
  compensationPlanOf,
  failureOf,
  sequenceOf,
  stuckReasonOf,
  waivedSteps,
  type SagaEventType,
  type StepState,
  matchingSagas,
  type SagaDocument,
  type SagaFilter as SagaCriteria,
} from '@counterstep/saga-engine';
import type { Resolvers, SagaFilter } from './generated/schema.ts';
import {
  jsonObject,
  operateSaga,
  followSaga,
  type SagaProgress,
  followSagas,
  sagaStatistics,
  snapshotOf,
} from '@counterstep/saga-service';
import { awaitAnswer, placeOrder } from './place-order/place-order.ts';

export const resolvers: Resolvers = {
  JSONObject: jsonObject,
  Node: {
    __resolveType: (node) => ('__typename' in node ? node.__typename : 'Saga'),
  },
  Query: {
    node: async (_parent, { id }, context) =>
      visibleSaga(context, await context.sagas.get(id)) ?? (await context.loaders.node.load(id)) ?? null,
    saga: async (_parent, { id }, context) => {
      requireViewer(context);
      return visibleSaga(context, await context.sagas.get(id)) ?? null;
    },
    sagas: (_parent, { filter, ...args }, context) => {
      requireAdmin(context);
      return context.sagas.list(args, criteriaOf(filter ?? {}));
    },
    sagaStatistics: (_parent, { type, since }, context) => {
      requireAdmin(context);
      return sagaStatistics(context.sagas, criteriaOf({ type: type ?? null, startedAfter: since ?? null }));
    },
    sagaDefinitions,
    ...auditQueries,
  },
  Mutation: {
    placeOrder: async (_parent, { input }, context) => {
      const viewer = requireViewer(context);
      const askedAt = performance.now();
      const placed = await placeOrder(
        input,
        { ...context, viewer },
        { ...context, ask: context.askWithRetries },
      );
      if ('errors' in placed) return { errors: placed.errors };
      const waitedMs = performance.now() - askedAt;
      const awaited = await awaitAnswer(context.runner, placed.saga, input.waitFor ?? 'RECORDED', waitedMs);
      const saga = await snapshotOf(context, awaited);
      return { orderId: saga.subject ?? null, order: orderOf(saga), saga, errors: [] };
    },
    ...auditMutations,
    cancelOrder: async (_parent, { input }, context) => {
      const viewer = requireViewer(context);
      const { saga: begun, errors } = await cancelOrder(
        input,
        { ...context, viewer },
        {
          ...context,
          carrierHas: (orderId) => carrierHas(context.ask, context.correlationId, orderId),
        },
      );
      if (begun === undefined) return { order: null, saga: null, errors };
      const saga = await snapshotOf(context, begun);
      return { order: orderOf(saga), saga, errors: errors.length > 0 ? errors : refusalsOf(saga) };
    },
    pauseSaga: (_parent, { input }, context) => operateSaga(input, { kind: 'pause' }, context),
    resumeSaga: (_parent, { input }, context) => operateSaga(input, { kind: 'resume' }, context),
    retrySaga: (_parent, { input }, context) => operateSaga(input, { kind: 'retry' }, context),
    compensateSaga: (_parent, { input }, context) => operateSaga(input, { kind: 'compensate' }, context),
    resolveSagaStep: (_parent, { input }, context) => {
      const { step, outcome, output } = input;
      const resolution = outcome === 'SUCCEEDED' ? { outcome, output: output ?? {} } : { outcome };
      return operateSaga(input, { kind: 'resolve', step, ...resolution }, context);
    },
    waiveCompensation: (_parent, { input }, context) =>
      operateSaga(input, { kind: 'waive', step: input.step }, context),
  },
  Subscription: {
    orderProgress: {
      subscribe: async (_parent, { orderId, afterSequence }, context) => {
        requireViewer(context);
        const sagas = await visibleSagas(context, orderId);
        return follow(context, sagas.at(-1), 'orderId', sequenceInLatest(sagas, afterSequence));
      },
      resolve: (event: SagaProgress) => event,
    },
    sagaProgress: {
      subscribe: async (_parent, { sagaId, afterSequence }, context) => {
        requireViewer(context);
        return follow(context, await context.sagas.get(sagaId), 'sagaId', afterSequence);
      },
      resolve: (event: SagaProgress) => event,
    },
    sagaEvents: {
      subscribe: (_parent, { filter }, context) => {
        requireAdmin(context);
        const isWanted = matchingSagas(criteriaOf(filter ?? {}));
        return followSagas(context.runner, isWanted, instant(context.clock));
      },
      resolve: (event: SagaProgress) => event,
    },
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    saga: async ({ id }, _args, context) => (await visibleSagas(context, id)).at(-1) ?? null,
    sagas: ({ id }, _args, context) => visibleSagas(context, id),
  },
  Saga: {
    type: ({ definitionName }) => definitionName,
    traceId: ({ traceparent }) => traceIdOf(traceparent) ?? null,
    order: orderOf,
    steps: (saga) => saga.steps.filter(isShown),
    events: (saga, { afterSequence }) =>
      saga.log.slice(sequenceArgument(afterSequence)).map((event) => ({ ...event, saga })),
    sequence: sequenceOf,
    failure: (saga) => failureOf(saga) ?? null,
    paused: ({ paused }) => paused !== undefined,
    stuckReason: (saga) => stuckReasonOf(saga) ?? null,
    waivedSteps: (saga) => waivedSteps(saga),
    compensationPlan: (saga) => compensationPlanOf(saga),
  },
  SagaStep: {
    error: ({ name, error }) => (error === undefined ? null : { step: name, ...error }),
  },
  SagaEvent: {
    actor: (event, _args, context) => (mayKnowActor(context, event) ? (event.actor ?? null) : null),
    message: (event, _args, context) =>
      ofOperators.has(event.type) && !isAdmin(context) ? null : (event.message ?? null),
    traceId: ({ traceId, saga }) => traceId ?? traceIdOf(saga.traceparent) ?? null,
    order: ({ saga }) => orderOf(saga),
  },
  ...definitionResolvers,
  ...auditTypes,
};

function orderOf(saga: SagaDocument): { readonly id: string } | null {
  return saga.subject === undefined ? null : { id: saga.subject };
}

/** Steps after compensation are shown only where there was a compensation. */
const isShown = ({ afterCompensation, status }: StepState): boolean =>
  !afterCompensation || (status !== 'PENDING' && status !== 'SKIPPED');

/** Events whose message is what an operator has given as reason. */
const ofOperators: ReadonlySet<SagaEventType> = new Set([
  'SAGA_PAUSED',
  'SAGA_RESUMED',
  'OPERATOR_RETRIED',
  'OPERATOR_COMPENSATED',
  'STEP_RESOLVED',
  'STEP_WAIVED',
]);

/** Of persons, only an ADMIN is told who they are, and everybody of themselves. */
const mayKnowActor = (context: Context, { type, actor }: SagaProgress): boolean => {
  const isPerson = ofOperators.has(type) || type === 'COMPENSATION_STARTED';
  const { viewer } = context;
  return !isPerson || isAdmin(context) || actor === viewer?.id || actor === viewer?.email;
};

const visibleSaga = (context: Context, saga: SagaDocument | undefined): SagaDocument | undefined =>
  saga !== undefined && maySee(context, saga.customer ?? '') ? saga : undefined;

async function visibleSagas(context: Context, orderId: string): Promise<readonly SagaDocument[]> {
  const sagas = await context.loaders.sagasOfSubject.load(orderId);
  return sagas.filter((saga) => visibleSaga(context, saga) !== undefined);
}

/** @throws {BadUserInput} when it is negative. */
function sequenceArgument(afterSequence: number | null | undefined): number {
  const sequence = afterSequence ?? 0;
  if (sequence < 0) throw new BadUserInput('afterSequence must not be negative.', ['afterSequence']);
  return sequence;
}

/** What is known of the latest saga: nothing, where only an earlier one has come as far as the given sequence. */
function sequenceInLatest(
  sagas: readonly SagaDocument[],
  afterSequence: number | null | undefined,
): number | null | undefined {
  const latest = sagas.at(-1);
  if (afterSequence == null || latest === undefined || afterSequence <= sequenceOf(latest))
    return afterSequence;
  return sagas.some((saga) => sequenceOf(saga) >= afterSequence) ? 0 : afterSequence;
}

/** @throws {BadUserInput} when there is no such saga, or it is somebody else's: the two must look the same. */
function follow(
  context: Context,
  saga: SagaDocument | undefined,
  argument: 'orderId' | 'sagaId',
  afterSequence: number | null | undefined,
): AsyncIterableIterator<SagaProgress> {
  const sequence = sequenceArgument(afterSequence);
  const visible = visibleSaga(context, saga);
  if (visible === undefined) throw new BadUserInput('There is no such order or saga.', [argument]);
  return followSaga(context.runner, context.sagas, visible.id, sequence);
}

const criteriaOf = ({ status, type, orderId, startedAfter, startedBefore }: SagaFilter): SagaCriteria => ({
  ...(status && { status }),
  ...(type != null && { definitionName: type }),
  ...(orderId != null && { subject: orderId }),
  ...(startedAfter != null && { startedAfter }),
  ...(startedBefore != null && { startedBefore }),
});
