import { schemaOf, type SubgraphSdls } from './check/check-definitions.ts';
import { outputShapeOf } from './check/output-shape.ts';
import type {
  OutputShape,
  PlannedStep,
  SagaDefinition,
  SagaPlan,
  StepDefinition,
} from './core/definition.ts';
import { settle } from './core/policies.ts';
import { definitionHash } from './definition-hash.ts';
import type { EngineConfig } from './engine-config.ts';

/** Settles hash, policies, deadline and, where it is known, the outputs of a definition. */
export const planOf = (
  definition: SagaDefinition,
  config: EngineConfig,
  outputOf: (step: StepDefinition) => OutputShape | undefined = () => undefined,
): SagaPlan => {
  const { attemptTimeoutMs, retry, persistentRetry, probeIntervalMs } = config;
  const defaults = { attemptTimeoutMs, retry, persistentRetry, probeIntervalMs };
  const steps = [...definition.steps, ...(definition.afterCompensation ?? [])];
  const planned = (step: StepDefinition): PlannedStep => {
    const output = outputOf(step);
    const policies = settle(defaults, step.policy);
    return { definition: step, policies, ...(output === undefined ? {} : { output }) };
  };
  return {
    definition,
    hash: definitionHash(definition),
    deadlineMs: definition.deadlineMs ?? config.sagaDeadlineMs,
    steps: new Map(steps.map((step) => [step.name, planned(step)])),
  };
};

/** The definitions that a coordinator knows. */
export class Plans {
  readonly #byHash: ReadonlyMap<string, SagaPlan>;

  /** The SDL of the subgraphs tells what an operator may say that a step has answered. */
  constructor(definitions: readonly SagaDefinition[], config: EngineConfig, sdls: SubgraphSdls = {}) {
    const schemas = new Map(Object.entries(sdls).map(([name, sdl]) => [name, schemaOf(sdl)]));
    const plans = definitions.map((each) => planOf(each, config, (step) => outputShapeOf(step, schemas)));
    this.#byHash = new Map(plans.map((plan) => [plan.hash, plan]));
  }

  get all(): readonly SagaPlan[] {
    return [...this.#byHash.values()];
  }

  get hashes(): readonly string[] {
    return [...this.#byHash.keys()];
  }

  get(hash: string): SagaPlan | undefined {
    return this.#byHash.get(hash);
  }

  /** @throws {Error} when no definition has the name. */
  newest(name: string): SagaPlan {
    const [newest] = [...this.#byHash.values()]
      .filter(({ definition }) => definition.name === name)
      .sort((a, b) => b.definition.version - a.definition.version);
    if (newest === undefined) throw new Error(`No saga definition is called ${name}.`);
    return newest;
  }
}
