import type { Plans, SagaRunner, SagaStore } from '@counterstep/saga-engine';
import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Audits } from './audit/audits.ts';
import type { SagaLoaders } from './loaders.ts';
import type { Ask } from './subgraph-client.ts';

/** The context of the resolvers of sagas. */
export interface SagaContext extends RequestContext {
  readonly sagas: SagaStore;
  readonly plans: Plans;
  readonly runner: SagaRunner;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly loaders: SagaLoaders;
  readonly audits: Audits;
}
