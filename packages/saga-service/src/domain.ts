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

/** How a domain's own SDL names what its sagas are about. */
export interface DomainSubject {
  /** The field that the domain has added to `SagaFilter`. */
  readonly filter: string;
  /** What it is called in a sentence. */
  readonly noun: string;
}

/** What a saga service has once it is opened. */
export interface SagaParts {
  readonly foundation: Foundation;
  readonly ask: Ask;
  readonly runner: SagaRunner;
  readonly sagas: SagaStore;
  /** What further clients of the participants are made with. */
  readonly client: SubgraphClientOptions;
}

/** What a domain adds to a saga service once that is opened. */
export interface DomainParts<Context extends SagaContext> {
  /** Adds what the domain's resolvers need; called once per request and per event of a subscription. */
  readonly context: (request: SagaContext) => Context;
  /** Begins what the domain does in the background; the returned function ends it. */
  readonly start?: () => () => Promise<unknown>;
}

/** Whose sagas a saga service runs. */
export interface Domain<Context extends SagaContext = SagaContext> {
  /** The name of the saga service's subgraph, which is in \`sdls\` and has the input types of the sagas. */
  readonly subgraph: string;
  readonly definitions: readonly SagaDefinition[];
  /** What is recorded of every version; a definition that is not, or that has changed since, is refused. */
  readonly versions: SagaVersions;
  /** The SDL of every subgraph, by its name. */
  readonly sdls: SubgraphSdls;
  /** Where a subgraph answers, without \`/graphql\`. */
  readonly urlOf: (subgraph: string) => string;
  /** Resolvers of the domain's own types and fields, by type and field. */
  readonly resolvers?: object;
  readonly subject?: DomainSubject;
  /** Checks of what participants keep beside their records of steps; they ask as the auditor. */
  readonly effectChecks?: (ask: Ask) => readonly EffectCheck[];
  readonly open?: (parts: SagaParts) => DomainParts<Context>;
}
