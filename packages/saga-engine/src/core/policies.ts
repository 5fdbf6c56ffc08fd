/** How an operation is tried again: after `baseMs`, doubled each time up to `capMs`, each with full jitter. */
export interface RetryPolicy {
  readonly baseMs: number;
  readonly capMs: number;
  /** How long after the first attempt another may still be made. */
  readonly windowMs: number;
  /** How many attempts at most; without it only the window counts. */
  readonly attempts?: number;
}

/** How the attempts of a step are made. */
export interface Policies {
  /** How long one attempt may take. */
  readonly attemptTimeoutMs: number;
  /** The invoke of a COMPENSATABLE step or a PIVOT, until its outcome is UNKNOWN. */
  readonly retry: RetryPolicy;
  /** What must succeed: RETRIABLE steps, compensations, and a PIVOT of unknown outcome, until it is STUCK. */
  readonly persistentRetry: RetryPolicy;
  /** How often a STUCK step is tried. */
  readonly probeIntervalMs: number;
}

export interface PolicyOverrides {
  readonly attemptTimeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  readonly persistentRetry?: Partial<RetryPolicy>;
  readonly probeIntervalMs?: number;
}

/** The policies of one step: the defaults, and what its definition says otherwise. */
export const settle = (defaults: Policies, overrides: PolicyOverrides = {}): Policies => ({
  ...defaults,
  ...overrides,
  retry: { ...defaults.retry, ...overrides.retry },
  persistentRetry: { ...defaults.persistentRetry, ...overrides.persistentRetry },
});

/** The longest wait for a participant that is busy, unless it asks for more, in ms. */
const BUSY_CAP_MS = 2_000;

/** How often a busy participant is asked, where an operation's attempts are made like this. */
export const whileBusy = (policy: RetryPolicy): RetryPolicy => ({
  ...policy,
  capMs: Math.min(policy.capMs, BUSY_CAP_MS),
});

/** The wait before the attempt after the given one, in ms; `jitter` is at least 0 and less than 1. */
export const backoffMs = (
  policy: Pick<RetryPolicy, 'baseMs' | 'capMs'>,
  attempt: number,
  jitter: number,
): number => Math.floor(jitter * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1)));
