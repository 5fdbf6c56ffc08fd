import { requireAdmin } from '@counterstep/service-kit/server';
import type { SagaContext } from './context.ts';
import {
  diagramOf,
  rootFieldOf,
  type OperationDefinition,
  type PlannedStep,
  type SagaPlan,
  type StepDefinition,
} from '@counterstep/saga-engine';
import type { Resolvers, SagaStatus } from './generated/schema.ts';

const active: readonly SagaStatus[] = ['RUNNING', 'COMPENSATING', 'STUCK'];

const byNameThenNewest = ({ definition: one }: SagaPlan, { definition: other }: SagaPlan): number =>
  one.name === other.name ? other.version - one.version : one.name < other.name ? -1 : 1;

/** Resolves the definitions that the coordinator knows; for ADMIN. */
export const sagaDefinitions = (
  _parent: unknown,
  _args: unknown,
  context: SagaContext,
): readonly SagaPlan[] => {
  requireAdmin(context);
  return [...context.plans.all].sort(byNameThenNewest);
};

const planned = ({ steps }: SagaPlan, wanted: readonly StepDefinition[] = []): readonly PlannedStep[] =>
  wanted.flatMap(({ name }) => steps.get(name) ?? []);

const mutationName = ({ document }: OperationDefinition): string => rootFieldOf(document)?.name.value ?? '';

/** The resolvers of the types that show definitions. */
export const definitionResolvers: Pick<Resolvers, 'SagaDefinition' | 'SagaDefinitionStep'> = {
  SagaDefinition: {
    name: ({ definition }) => definition.name,
    version: ({ definition }) => definition.version,
    current: (plan, _args, { plans }) => plans.newest(plan.definition.name) === plan,
    activeSagas: async ({ hash }, _args, { sagas }) => {
      const found = await sagas.list({ first: 1 }, { status: active, definitionHash: hash });
      return found.totalCount();
    },
    steps: (plan) => planned(plan, plan.definition.steps),
    afterCompensation: (plan) => planned(plan, plan.definition.afterCompensation),
    diagram: ({ definition }) => diagramOf(definition),
  },
  SagaDefinitionStep: {
    name: ({ definition }) => definition.name,
    subgraph: ({ definition }) => definition.subgraph,
    kind: ({ definition }) => definition.kind,
    critical: ({ definition }) => definition.critical ?? true,
    invoke: ({ definition }) => mutationName(definition.invoke),
    compensate: ({ definition: { compensate } }) =>
      compensate === undefined ? null : mutationName(compensate),
    attemptTimeoutMs: ({ policies }) => policies.attemptTimeoutMs,
    retry: ({ policies }) => policies.retry,
    persistentRetry: ({ policies }) => policies.persistentRetry,
    probeIntervalMs: ({ policies }) => policies.probeIntervalMs,
  },
};
