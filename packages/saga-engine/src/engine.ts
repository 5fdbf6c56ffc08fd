import type { SagaStore } from './saga-store.ts';
import type { Breaker } from './breaker.ts';
import type { CallLimits } from './call-limits.ts';
import type { EngineClock } from './clock.ts';
import { instantOf, type Instant } from './core/instant.ts';
import type { EngineConfig } from './engine-config.ts';
import type { Leases } from './leases.ts';
import type { Plans } from './plans.ts';
import type { EngineLog, EventListener, Failpoint } from './ports.ts';
import type { ClockSkew } from './skew.ts';
import type { EngineTelemetry } from './tracing.ts';
import type { StepTransport } from './transport.ts';
import type { SagaWatch } from './watch.ts';

/** What the parts of a runner share. */
export interface Engine {
  /** Names this coordinator. */
  readonly id: string;
  readonly store: SagaStore;
  readonly plans: Plans;
  readonly transport: StepTransport;
  readonly config: EngineConfig;
  readonly clock: EngineClock;
  readonly random: () => number;
  readonly log: EngineLog;
  readonly failpoint: Failpoint;
  readonly onEvent: EventListener;
  readonly telemetry: EngineTelemetry;
  readonly breaker: Breaker;
  readonly callLimits: CallLimits;
  readonly leases: Leases;
  readonly skew: ClockSkew;
  readonly watch: SagaWatch;
  /** Aborted when nothing new is to be begun. */
  readonly stopping: AbortSignal;
  /** Aborted when running attempts are to be left alone. */
  readonly abandoning: AbortSignal;
  /** Looks for sagas that are due, in so many ms at the latest. */
  readonly wakeIn: (ms: number) => void;
}

/** The engine's present instant, so many ms from now. */
export const instantIn = ({ clock }: Pick<Engine, 'clock'>, ms = 0): Instant => instantOf(clock.now() + ms);
