import { instant, traceIdOf } from '@counterstep/service-kit';
import { isAdmin, requireAdmin, requireViewer } from '@counterstep/service-kit/server';
import {
  compensationPlanOf,
  failureOf,
  matchingSagas,
  sequenceOf,
  stuckReasonOf,
  waivedSteps,
  type SagaEventType,
  type SagaFilter as SagaCriteria,
  type StepRef,
  type StepState,
} from '@counterstep/saga-engine';
import { auditMutations, auditQueries } from './audit/resolvers.ts';
import type { SagaContext } from './context.ts';
import { definitionResolvers, sagaDefinitions } from './definition-resolvers.ts';
import type { DomainSubject } from './domain.ts';
import type { Resolvers, SagaFilter } from './generated/schema.ts';
import { jsonObject } from './json-object.ts';
import { operateSaga } from './operators.ts';
import type { SagaProgress } from './progress.ts';
import { followSagas } from './saga-events.ts';
import { sagaStatistics } from './saga-statistics.ts';
import { followVisible, sequenceArgument, visibleSaga } from './visible-sagas.ts';

/** The resolvers of sagas and audits, without those of a domain. */
export const sagaResolvers = (subject?: DomainSubject): Resolvers => ({
  JSONObject: jsonObject,
  Query: queries(subject),
  Mutation: { ...operators, ...auditMutations },
  Subscription: subscriptions(subject),
  ...sagaTypes,
  ...definitionResolvers,
});

const queries = (subject: DomainSubject | undefined): NonNullable<Resolvers['Query']> => ({
  saga: async (_parent, { id }, context) => {
    requireViewer(context);
    return visibleSaga(context, await context.sagas.get(id)) ?? null;
  },
  sagas: (_parent, { filter, orderBy, ...args }, context) => {
    requireAdmin(context);
    return context.sagas.list(args, criteriaOf(filter ?? {}, subject), orderBy);
  },
  sagaStatistics: (_parent, { type, since }, context) => {
    requireAdmin(context);
    return sagaStatistics(context.sagas, criteriaOf({ type: type ?? null, startedAfter: since ?? null }));
  },
  sagaDefinitions,
  ...auditQueries,
});

const named = (step: string, item: string | null | undefined): StepRef =>
  item == null ? { step } : { step, item };

const operators: NonNullable<Resolvers['Mutation']> = {
  pauseSaga: (_parent, { input }, context) => operateSaga(input, { kind: 'pause' }, context),
  resumeSaga: (_parent, { input }, context) => operateSaga(input, { kind: 'resume' }, context),
  retrySaga: (_parent, { input }, context) => operateSaga(input, { kind: 'retry' }, context),
  compensateSaga: (_parent, { input }, context) => operateSaga(input, { kind: 'compensate' }, context),
  resolveSagaStep: (_parent, { input }, context) => {
    const { step, item, outcome, output } = input;
    const resolution = outcome === 'SUCCEEDED' ? { outcome, output: output ?? {} } : { outcome };
    return operateSaga(input, { kind: 'resolve', ...named(step, item), ...resolution }, context);
  },
  waiveCompensation: (_parent, { input }, context) =>
    operateSaga(input, { kind: 'waive', ...named(input.step, input.item) }, context),
};

const subscriptions = (subject: DomainSubject | undefined): NonNullable<Resolvers['Subscription']> => ({
  sagaProgress: {
    subscribe: async (_parent, { sagaId, afterSequence }, context) => {
      requireViewer(context);
      const named = { argument: 'sagaId', absent: absentSaga(subject) };
      return followVisible(context, await context.sagas.get(sagaId), named, afterSequence);
    },
    resolve: (event: SagaProgress) => event,
  },
  sagaEvents: {
    subscribe: (_parent, { filter }, context) => {
      requireAdmin(context);
      const isWanted = matchingSagas(criteriaOf(filter ?? {}, subject));
      return followSagas(context.runner, isWanted, instant(context.clock));
    },
    resolve: (event: SagaProgress) => event,
  },
});

/** The message for a saga that does not exist. */
const absentSaga = (subject: DomainSubject | undefined): string =>
  subject === undefined ? 'There is no such saga.' : `There is no such ${subject.noun} or saga.`;

const sagaTypes: Pick<Resolvers, 'Saga' | 'SagaStep' | 'SagaEvent'> = {
  Saga: {
    type: ({ definitionName }) => definitionName,
    traceId: ({ traceparent }) => traceIdOf(traceparent) ?? null,
    subject: ({ subject }) => subject ?? null,
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
    error: ({ name, item, error }) => (error === undefined ? null : { ...named(name, item), ...error }),
    wait: ({ wait }) => wait ?? null,
  },
  SagaEvent: {
    actor: (event, _args, context) => (mayKnowActor(context, event) ? (event.actor ?? null) : null),
    message: (event, _args, context) =>
      ofOperators.has(event.type) && !isAdmin(context) ? null : (event.message ?? null),
    traceId: ({ traceId, saga }) => traceId ?? traceIdOf(saga.traceparent) ?? null,
  },
};

/** Whether a step is shown; those after compensation are shown only once they have begun. */
const isShown = ({ afterCompensation, status }: StepState): boolean =>
  !afterCompensation || (status !== 'PENDING' && status !== 'SKIPPED');

/** Events whose message is the operator's reason. */
const ofOperators: ReadonlySet<SagaEventType> = new Set([
  'SAGA_PAUSED',
  'SAGA_RESUMED',
  'OPERATOR_RETRIED',
  'OPERATOR_COMPENSATED',
  'STEP_RESOLVED',
  'STEP_WAIVED',
]);

/** Whether the viewer may see an event's actor: only an ADMIN may see who other people are. */
const mayKnowActor = (context: SagaContext, { type, actor }: SagaProgress): boolean => {
  const isPerson = ofOperators.has(type) || type === 'COMPENSATION_STARTED';
  const { viewer } = context;
  return !isPerson || isAdmin(context) || actor === viewer?.id || actor === viewer?.email;
};

const criteriaOf = (
  { status, type, startedAfter, startedBefore, ...ofDomain }: SagaFilter,
  subject?: DomainSubject,
): SagaCriteria => {
  const about = subject && (ofDomain as Readonly<Record<string, string | null>>)[subject.filter];
  return {
    ...(status && { status }),
    ...(type != null && { definitionName: type }),
    ...(about != null && { subject: about }),
    ...(startedAfter != null && { startedAfter }),
    ...(startedBefore != null && { startedBefore }),
  };
};
