import { systemClock, type Clock, type Logger, type Tls } from '@counterstep/service-kit';
import type { DocumentStore } from '@counterstep/document-store';
import type { Gauge } from 'prom-client';
import type { RelayMetrics } from './availability/metrics.ts';
import { startAvailabilityRelay } from './availability/relay.ts';
import type { CoordinatorConfig } from './config.ts';
import type { SecretInputs, SagaStore } from '@counterstep/saga-engine';
import {
  auditOnceStarted,
  type Audits,
  startForgettingSecrets,
  startRetention,
  type Ask,
} from '@counterstep/saga-service';

export interface BackgroundJobDependencies {
  readonly store: DocumentStore;
  readonly sagas: SagaStore;
  readonly secrets: SecretInputs;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly retention: Gauge;
  readonly relay: RelayMetrics;
  readonly log: Logger;
  readonly audits: Audits;
  readonly tls: Tls;
  /** Makes the token that inventory accepts. */
  readonly sign: () => Promise<string>;
}

type Stop = () => Promise<unknown>;

/** What a coordinator does beside its sagas: it audits, archives, forgets secrets and relays availability. */
export class BackgroundJobs {
  readonly #config: CoordinatorConfig;
  readonly #dependencies: BackgroundJobDependencies;
  #stops: readonly Stop[] = [];

  constructor(config: CoordinatorConfig, dependencies: BackgroundJobDependencies) {
    this.#config = config;
    this.#dependencies = dependencies;
  }

  start(): void {
    const { store, sagas, secrets, ask, log, relay, tls, sign } = this.#dependencies;
    this.#stops = [
      this.#startFirstAudit(),
      this.#startRetention(),
      startForgettingSecrets({ store, sagas, secrets, log }),
      startAvailabilityRelay({
        ...{ inventoryUrl: this.#config.urls.inventory, ask, log, tls, sign },
        metrics: relay,
      }),
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
