import { StoreBusy, StoreUnavailable } from '../errors.ts';

const late = (cause?: unknown): StoreUnavailable =>
  new StoreUnavailable('The database did not answer in time.', { cause });

/** The moment after which work is given up. */
export interface Deadline {
  /** @throws {StoreUnavailable} because of `cause`, when the moment has passed. */
  check(cause?: unknown): void;
  /**
   * To be told each time that others hold what the work needs, as long as it has certainly changed nothing.
   *
   * @throws {StoreBusy} because of `cause`, when they do for longer than it waits.
   */
  blocked(cause: unknown): void;
}

/** How long work waits for others that hold what it needs, and who is told of each time. */
export interface LockWait {
  readonly limitMs: number;
  readonly onBlocked: () => void;
}

/**
 * Does work until a deadline.
 *
 * @throws {StoreUnavailable} when it passes; the work may go on until it checks the deadline.
 * @throws {StoreBusy} when the work is blocked for longer than its lock wait.
 */
export async function within<Result>(
  timeoutMs: number,
  work: (deadline: Deadline) => Promise<Result>,
  lockWait?: LockWait,
): Promise<Result> {
  const startedAt = performance.now();
  let passed = false;
  const check = (cause?: unknown): void => {
    if (passed) throw late(cause);
  };
  const blocked = (cause: unknown): void => {
    if (lockWait === undefined) return;
    lockWait.onBlocked();
    if (performance.now() - startedAt >= lockWait.limitMs) throw new StoreBusy({ cause });
  };
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      passed = true;
      reject(late());
    }, timeoutMs);
  });
  try {
    return await Promise.race([work({ check, blocked }), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
