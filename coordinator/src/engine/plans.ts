import type { SagaDefinition, SagaPlan } from './core/definition.ts';
import { settle } from './core/policies.ts';
import { definitionHash } from './definition-hash.ts';
import type { EngineConfig } from './engine-config.ts';

/** Settles hash, policies and deadline of a definition. */
export const planOf = (definition: SagaDefinition, config: EngineConfig): SagaPlan => {
  const { attemptTimeoutMs, retry, persistentRetry, probeIntervalMs } = config;
  const defaults = { attemptTimeoutMs, retry, persistentRetry, probeIntervalMs };
  const steps = [...definition.steps, ...(definition.afterCompensation ?? [])];
  return {
    definition,
    hash: definitionHash(definition),
    deadlineMs: definition.deadlineMs ?? config.sagaDeadlineMs,
    steps: new Map(
      steps.map((step) => [step.name, { definition: step, policies: settle(defaults, step.policy) }]),
    ),
  };
};

/** The definitions that a coordinator knows. */
export class Plans {
  readonly #byHash: ReadonlyMap<string, SagaPlan>;

  constructor(definitions: readonly SagaDefinition[], config: EngineConfig) {
    this.#byHash = new Map(definitions.map((each) => planOf(each, config)).map((plan) => [plan.hash, plan]));
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
