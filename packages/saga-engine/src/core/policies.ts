/** How an operation is retried: after `baseMs`, doubled each time up to `capMs`, with full jitter; times are in ms. */
export interface RetryPolicy {
  readonly baseMs: number;
  readonly capMs: number;
  /** How long after the first attempt another may be made. */
  readonly windowMs: number;
  /** The most attempts; if absent, only the window limits them. */
  readonly attempts?: number;
}

/** How a step's attempts are made; times are in ms. */
export interface Policies {
  /** How long one attempt may take. */
  readonly attemptTimeoutMs: number;
  /** For the invoke of a COMPENSATABLE step or a PIVOT, until its outcome is UNKNOWN. */
  readonly retry: RetryPolicy;
  /** For what must succeed, until it is STUCK: RETRIABLE steps, compensations, and a PIVOT of unknown outcome. */
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

/** The policies of one step: the defaults, with its definition's overrides. */
export const settle = (defaults: Policies, overrides: PolicyOverrides = {}): Policies => ({
  ...defaults,
  ...overrides,
  retry: { ...defaults.retry, ...overrides.retry },
  persistentRetry: { ...defaults.persistentRetry, ...overrides.persistentRetry },
});

/** The longest wait for a busy participant that does not ask for more, in ms. */
const BUSY_CAP_MS = 2_000;

/** The policy for a busy participant, given the operation's usual policy. */
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
