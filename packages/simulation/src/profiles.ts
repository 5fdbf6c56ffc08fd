import { defaultEngineConfig, type EngineConfig } from '@counterstep/saga-engine';

const usual: EngineConfig = {
  ...defaultEngineConfig,
  attemptTimeoutMs: 2_000,
  retry: { baseMs: 100, capMs: 1_000, attempts: 4, windowMs: 8_000 },
  persistentRetry: { baseMs: 100, capMs: 2_000, windowMs: 10_000 },
  probeIntervalMs: 15_000,
  sagaDeadlineMs: 60_000,
  leaseMs: 6_000,
  pollMs: 2_000,
  stopGraceMs: 1_000,
  concurrency: 8,
  breaker: { failures: 5, windowMs: 10_000, openMs: 2_000 },
  callLimit: { initial: 1, least: 1 },
};

/**
 * Settings of the engine, proportional to its defaults but smaller, so that a schedule reaches all limits: windows that
 * end, leases that run out, deadlines that pass.
 */
export const profiles = {
  usual,
  /** Has sagas turn back soon. */
  hasty: { ...usual, sagaDeadlineMs: 900, retry: { ...usual.retry, attempts: 8 } },
  /** Has leases that hardly outlast an attempt, and works on one saga at a time. */
  narrow: { ...usual, leaseMs: 2_300, concurrency: 1, breaker: { ...usual.breaker, failures: 2 } },
  /** Gives steps up at their first failure. */
  impatient: {
    ...usual,
    attemptTimeoutMs: 600,
    retry: { ...usual.retry, attempts: 1 },
    persistentRetry: { ...usual.persistentRetry, windowMs: 800 },
  },
} satisfies Record<string, EngineConfig>;

export type ProfileName = keyof typeof profiles;
