import { SAGA_SUBGRAPH, schemaOf, type SubgraphSdls } from './check/check-definitions.ts';
import { assertInput } from './check/check-input.ts';
import { hashBorne, type SagaVersions } from './check/check-versions.ts';
import { outputShapeOf } from './check/output-shape.ts';
import type {
  OutputShape,
  PlannedStep,
  SagaDefinition,
  SagaPlan,
  StepDefinition,
} from './core/definition.ts';
import { settle } from './core/policies.ts';
import type { GraphQLSchema } from 'graphql';
import { definitionHash, hashWithoutInput } from './definition-hash.ts';
import type { EngineConfig } from './engine-config.ts';

/** Makes the plan of a definition: its hash, policies, deadline and, if known, the outputs of its steps. */
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

export interface PlansOptions {
  /** The recorded hash of every version; new sagas store it. */
  readonly versions?: SagaVersions;
  /** The subgraph whose SDL has the input types of sagas. */
  readonly inputSubgraph?: string;
}

/** The plans of the definitions that a coordinator knows. */
export class Plans {
  readonly #plans: readonly SagaPlan[];
  readonly #byHash: ReadonlyMap<string, SagaPlan>;
  readonly #inputs: GraphQLSchema | undefined;

  /** The subgraphs' SDL describes the outputs that an operator may enter for a step, and the input of sagas. */
  constructor(
    definitions: readonly SagaDefinition[],
    config: EngineConfig,
    sdls: SubgraphSdls = {},
    { versions = {}, inputSubgraph = SAGA_SUBGRAPH }: PlansOptions = {},
  ) {
    const schemas = new Map(Object.entries(sdls).map(([name, sdl]) => [name, schemaOf(sdl)]));
    this.#inputs = schemas.get(inputSubgraph);
    this.#plans = definitions.map((each) => ({
      ...planOf(each, config, (step) => outputShapeOf(step, schemas)),
      hash: hashBorne(each, versions),
    }));
    // Sagas that store a hash without the input type go on, whatever is recorded.
    this.#byHash = new Map(
      this.#plans.flatMap((plan) =>
        [hashWithoutInput(plan.definition), definitionHash(plan.definition)].map(
          (hash): [string, SagaPlan] => [hash, plan],
        ),
      ),
    );
  }

  get all(): readonly SagaPlan[] {
    return this.#plans;
  }

  get hashes(): readonly string[] {
    return [...this.#byHash.keys()];
  }

  get(hash: string): SagaPlan | undefined {
    return this.#byHash.get(hash);
  }

  /**
   * The plan of the highest version of a saga.
   *
   * @throws {Error} if no definition has the name.
   */
  newest(name: string): SagaPlan {
    const [newest] = this.#plans
      .filter(({ definition }) => definition.name === name)
      .sort((a, b) => b.definition.version - a.definition.version);
    if (newest === undefined) throw new Error(`No saga definition is called ${name}.`);
    return newest;
  }

  /**
   * Checks a saga's input, if the SDL has its input type.
   *
   * @throws {InvalidSagaInput} if the input does not fit that type.
   */
  checkInput({ definition }: SagaPlan, input: unknown): void {
    assertInput(definition, this.#inputs, input);
  }
}
