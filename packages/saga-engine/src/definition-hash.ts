import { fingerprint } from '@counterstep/primitives';
import { print } from 'graphql';
import type { OperationDefinition, SagaDefinition, StepDefinition } from './core/definition.ts';

const meaningOfOperation = ({ document, variables }: OperationDefinition) => ({
  document: print(document),
  variables,
});

const meaningOfStep = (step: StepDefinition) => ({
  name: step.name,
  subgraph: step.subgraph,
  kind: step.kind,
  critical: step.critical ?? true,
  invoke: meaningOfOperation(step.invoke),
  compensate: step.compensate && meaningOfOperation(step.compensate),
  // An absent field adds nothing, so that older definitions keep their hash. How long a step may wait is a policy.
  ...(step.waits && { waits: true }),
  ...(step.when && { when: step.when }),
  ...(step.forEach && { forEach: step.forEach }),
});

const meaningOf = (definition: SagaDefinition) => ({
  name: definition.name,
  version: definition.version,
  steps: definition.steps.map(meaningOfStep),
  afterCompensation: (definition.afterCompensation ?? []).map(meaningOfStep),
});

/** Identifies the meaning of a definition: every change except one of policies gives another hash. */
export const definitionHash = (definition: SagaDefinition): string =>
  fingerprint({ ...meaningOf(definition), inputType: definition.inputType });

/** The hash without the input type, as older versions were recorded and as their sagas still store it. */
export const hashWithoutInput = (definition: SagaDefinition): string => fingerprint(meaningOf(definition));
