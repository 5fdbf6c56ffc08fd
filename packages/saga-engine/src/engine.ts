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

/** The dependencies that the parts of a runner share. */
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
  /** Aborted once nothing new may begin. */
  readonly stopping: AbortSignal;
  /** Aborted once running attempts are to be abandoned. */
  readonly abandoning: AbortSignal;
  /** Has the runner look for due sagas within `ms` milliseconds. */
  readonly wakeIn: (ms: number) => void;
}

/** The instant `ms` milliseconds from now, by the engine's clock. */
export const instantIn = ({ clock }: Pick<Engine, 'clock'>, ms = 0): Instant => instantOf(clock.now() + ms);
