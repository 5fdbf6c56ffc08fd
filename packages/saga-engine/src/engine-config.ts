import type { BreakerConfig } from './breaker.ts';
import type { CallLimitConfig } from './call-limits.ts';
import type { Policies } from './core/policies.ts';

/** The settings of the engine; durations are in ms. */
export interface EngineConfig extends Policies {
  /** How long a saga may take before it turns back, unless its definition says otherwise. */
  readonly sagaDeadlineMs: number;
  /** How long a claim lasts, which is longer than any attempt may take; every commit renews it. */
  readonly leaseMs: number;
  /** How often the coordinator looks for due sagas. */
  readonly pollMs: number;
  /** How many sagas are worked on at once. */
  readonly concurrency: number;
  /** How long running attempts may go on when the coordinator stops. */
  readonly stopGraceMs: number;
  /**
   * How long a saga with a definition unknown here may be overdue before it is STUCK: another coordinator may know the
   * definition.
   */
  readonly unknownDefinitionMs: number;
  readonly breaker: BreakerConfig;
  readonly callLimit: CallLimitConfig;
}

export const defaultEngineConfig = {
  attemptTimeoutMs: 5_000,
  // A step must outlast the rolling restart of its service, some 20 s. The window exceeds that by the longest wait, so
  // that an attempt is made after the restart; the attempts must not run out before the window does, even if all waits
  // are short.
  retry: { baseMs: 100, capMs: 2_000, attempts: 100, windowMs: 22_000 },
  persistentRetry: { baseMs: 100, capMs: 60_000, windowMs: 15 * 60_000 },
  probeIntervalMs: 5 * 60_000,
  sagaDeadlineMs: 15 * 60_000,
  leaseMs: 15_000,
  pollMs: 1_000,
  concurrency: 256,
  stopGraceMs: 3_000,
  unknownDefinitionMs: 60_000,
  breaker: { failures: 5, windowMs: 60_000, openMs: 5_000 },
  callLimit: { initial: 64, least: 4 },
} satisfies EngineConfig;
