import type {
  SagaDefinition,
  SagaRunner,
  SagaStore,
  SagaVersions,
  SubgraphSdls,
} from '@counterstep/saga-engine';
import type { Foundation } from '@counterstep/service-kit/server';
import type { EffectCheck } from './audit/effect-check.ts';
import type { SagaContext } from './context.ts';
import type { Ask, SubgraphClientOptions } from './subgraph-client.ts';

/** How a domain names the subject of its sagas. */
export interface DomainSubject {
  /** The field for the subject that the domain's SDL adds to `SagaFilter`. */
  readonly filter: string;
  /** The subject's name in a sentence. */
  readonly noun: string;
}

/** The parts of an opened saga service. */
export interface SagaParts {
  readonly foundation: Foundation;
  readonly ask: Ask;
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  /** The options for further clients of the participants. */
  readonly client: SubgraphClientOptions;
}

/** The parts that a domain adds to an opened saga service. */
export interface DomainParts<Context extends SagaContext> {
  /** Adds what the domain's resolvers need; called once per request and per event of a subscription. */
  readonly context: (request: SagaContext) => Context;
  /** Starts the domain's background jobs; the returned function ends them. */
  readonly start?: () => () => Promise<unknown>;
}

/** The domain whose sagas a saga service runs. */
export interface Domain<Context extends SagaContext = SagaContext> {
  /** The name of the saga service's own subgraph, whose SDL in `sdls` has the input types of the sagas. */
  readonly subgraph: string;
  readonly definitions: readonly SagaDefinition[];
  /**
   * The recorded hash of every version; the service refuses a definition that is not recorded, or differs from its
   * record.
   */
  readonly versions: SagaVersions;
  /** The SDL of every subgraph, by its name. */
  readonly sdls: SubgraphSdls;
  /** The base URL of a subgraph, without `/graphql`. */
  readonly urlOf: (subgraph: string) => string;
  /** Resolvers of the domain's own types and fields, by type and field. */
  readonly resolvers?: object;
  readonly subject?: DomainSubject;
  /** Makes the domain's checks of what participants keep beside records of steps; `ask` asks as the auditor. */
  readonly effectChecks?: (ask: Ask) => readonly EffectCheck[];
  readonly open?: (parts: SagaParts) => DomainParts<Context>;
}
