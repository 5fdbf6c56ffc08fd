import { systemClock, type Clock, type Logger } from '@counterstep/service-kit';
import type { DocumentStore } from '@counterstep/document-store';
import type { Gauge } from 'prom-client';
import type { Audits } from './audit/audits.ts';
import { auditOnceStarted } from './audit/service.ts';
import type { SagaServiceConfig } from './config.ts';
import type { SecretInputs, SagaStore } from '@counterstep/saga-engine';
import { startForgettingSecrets } from './retention/forget-secrets.ts';
import { startRetention } from './retention/retention.ts';
import type { Ask } from './subgraph-client.ts';

export interface BackgroundJobDependencies {
  readonly store: DocumentStore;
  readonly sagas: SagaStore;
  readonly secrets: SecretInputs;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly retention: Gauge;
  readonly log: Logger;
  readonly audits: Audits;
}

type Stop = () => Promise<unknown>;

/** The jobs of a coordinator beside its sagas: audits, archiving, erasing secrets, and the domain's own jobs. */
export class BackgroundJobs {
  readonly #config: SagaServiceConfig;
  readonly #dependencies: BackgroundJobDependencies;
  #stops: readonly Stop[] = [];

  constructor(config: SagaServiceConfig, dependencies: BackgroundJobDependencies) {
    this.#config = config;
    this.#dependencies = dependencies;
  }

  /** Starts all jobs, the domain's included. */
  start(startDomain: () => Stop = () => () => Promise.resolve()): void {
    const { store, sagas, secrets, log } = this.#dependencies;
    this.#stops = [
      this.#startFirstAudit(),
      this.#startRetention(),
      startForgettingSecrets({ store, sagas, secrets, log }),
      startDomain(),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }

  #startFirstAudit(): Stop {
    const { onStart, settleMs } = this.#config.audit;
    const cancel = onStart ? auditOnceStarted(this.#dependencies.audits, settleMs) : () => undefined;
    return () => {
      cancel();
      return Promise.resolve();
    };
  }

  #startRetention(): Stop {
    const { retentionMs } = this.#config;
    const { store, sagas, ask, log, clock, retention } = this.#dependencies;
    if (retentionMs === undefined) return () => Promise.resolve();
    return startRetention({
      ...{ store, sagas, ask, log, retentionMs },
      clock: { ...systemClock, now: () => clock.now() },
      onVerdict: (isTrusted) => {
        retention.set(isTrusted ? 0 : 1);
      },
    });
  }
}
