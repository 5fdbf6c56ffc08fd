import { BadUserInput } from '@counterstep/platform';
import { maySee, requireAdmin, requireViewer } from '@counterstep/platform/server';
import { auditMutations, auditQueries } from './audit/resolvers.ts';
import type { Context } from './context.ts';
import { definitionResolvers, sagaDefinitions } from './definition-resolvers.ts';
import { failureOf, sequenceOf, type StepState } from './engine/index.ts';
import type { Resolvers, SagaFilter } from './generated/schema.ts';
import { awaitAnswer, placeOrder } from './place-order/place-order.ts';
import { followSaga, type SagaProgress } from './progress.ts';
import type { SagaDocument, SagaFilter as SagaCriteria } from './saga-store.ts';

export const resolvers: Resolvers = {
  Query: {
    saga: async (_parent, { id }, context) => {
      requireViewer(context);
      return visibleSaga(context, await context.sagas.get(id)) ?? null;
    },
    sagas: (_parent, { filter, ...args }, context) => {
      requireAdmin(context);
      return context.sagas.list(args, criteriaOf(filter ?? {}));
    },
    sagaDefinitions,
    ...auditQueries,
  },
  Mutation: {
    placeOrder: async (_parent, { input }, context) => {
      const viewer = requireViewer(context);
      const placed = await placeOrder(input, { ...context, viewer }, context);
      if ('errors' in placed) return { errors: placed.errors };
      const saga = await awaitAnswer(context.runner, placed.saga, input.waitFor ?? 'RECORDED');
      return { orderId: saga.subject ?? null, order: orderOf(saga), saga, errors: [] };
    },
    ...auditMutations,
  },
  Subscription: {
    orderProgress: {
      subscribe: async (_parent, { orderId, afterSequence }, context) => {
        requireViewer(context);
        const sagas = await context.loaders.sagasOfSubject.load(orderId);
        return follow(context, sagas.at(-1), 'orderId', afterSequence);
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
  },
  Order: {
    __resolveReference: ({ id }) => ({ id }),
    saga: async ({ id }, _args, context) => (await visibleSagas(context, id)).at(-1) ?? null,
    sagas: ({ id }, _args, context) => visibleSagas(context, id),
  },
  Saga: {
    order: orderOf,
    steps: (saga) => saga.steps.filter(isShown).map((step) => ({ ...step, error: errorOf(step) })),
    events: (saga, { afterSequence }) =>
      saga.log.slice(sequenceArgument(afterSequence)).map((event) => ({ ...event, saga })),
    sequence: sequenceOf,
    failure: (saga) => failureOf(saga) ?? null,
  },
  SagaEvent: {
    order: ({ saga }) => orderOf(saga),
  },
  ...definitionResolvers,
};

function orderOf(saga: SagaDocument): { readonly id: string } | null {
  return saga.subject === undefined ? null : { id: saga.subject };
}

/** Steps after compensation are shown only where there was a compensation. */
const isShown = ({ afterCompensation, status }: StepState): boolean =>
  !afterCompensation || (status !== 'PENDING' && status !== 'SKIPPED');

const errorOf = ({ name, error }: StepState) => (error === undefined ? null : { step: name, ...error });

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
  ...(type != null && { type }),
  ...(orderId != null && { subject: orderId }),
  ...(startedAfter != null && { startedAfter }),
  ...(startedBefore != null && { startedBefore }),
});
