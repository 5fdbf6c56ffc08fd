import { StoreBusy, StoreUnavailable } from '../errors.ts';

const late = (cause?: unknown): StoreUnavailable =>
  new StoreUnavailable('The database did not answer in time.', { cause });

/** The limits of work: a moment to give up, and a longest wait for other writers. */
export interface Deadline {
  /**
   * Checks the time.
   *
   * @throws {StoreUnavailable} with `cause`, if the moment has passed.
   */
  check(cause?: unknown): void;
  /**
   * Must be called each time other writers hold what the work needs, as long as the work has certainly changed nothing.
   *
   * @throws {StoreBusy} with `cause`, if that lasts longer than the lock wait.
   */
  blocked(cause: unknown): void;
}

/** How long work waits for other writers, in ms, and what is called each time they block it. */
export interface LockWait {
  readonly limitMs: number;
  readonly onBlocked: () => void;
}

/**
 * Does work until a deadline.
 *
 * @throws {StoreUnavailable} when the deadline passes; the work may go on until it checks the deadline.
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
