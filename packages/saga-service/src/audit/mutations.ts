import { rootFieldOf } from '@counterstep/saga-engine/core/outcome';
import type { Plans, SagaPlan } from '@counterstep/saga-engine';
import type { MutationOf } from './audited-saga.ts';

const mutationIn = (plan: SagaPlan | undefined, step: string): string | undefined => {
  const planned = plan?.steps.get(step);
  return planned && rootFieldOf(planned.definition.invoke.document)?.name.value;
};

/**
 * Finds a step's mutation in the definition that its saga began with or, if that version is no longer known, in another
 * version that has the step.
 */
export const mutationsOf =
  (plans: Pick<Plans, 'all' | 'get'>): MutationOf =>
  ({ definitionName, definitionHash }, step) =>
    mutationIn(plans.get(definitionHash), step) ??
    mutationIn(
      plans.all.find((plan) => plan.definition.name === definitionName && plan.steps.has(step)),
      step,
    );
