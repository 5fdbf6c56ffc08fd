import type { Clock } from '@counterstep/service-kit';
import type { RequestContext } from '@counterstep/service-kit/server';
import type { Plans, SagaRunner, SagaStore } from '@counterstep/saga-engine';
import type { Loaders } from './loaders.ts';
import type { Ask, Audits } from '@counterstep/saga-service';

/** What the coordinator's resolvers know. */
export interface Context extends RequestContext {
  readonly sagas: SagaStore;
  readonly plans: Plans;
  readonly runner: SagaRunner;
  readonly ask: Ask;
  /** For queries only: waits for longer where there is a crowd. */
  readonly askWithRetries: Ask;
  readonly clock: Clock;
  readonly loaders: Loaders;
  readonly audits: Audits;
  readonly requireVerifiedEmail: boolean;
}

/** An order, known by its id only. */
export interface OrderReference {
  readonly id: string;
}
