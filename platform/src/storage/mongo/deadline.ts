import { StoreUnavailable } from '../errors.ts';

const late = (cause?: unknown): StoreUnavailable =>
  new StoreUnavailable('The database did not answer in time.', { cause });

/** The moment after which work is given up. */
export interface Deadline {
  /** @throws {StoreUnavailable} because of `cause`, when the moment has passed. */
  check(cause?: unknown): void;
}

/**
 * Does work until a deadline.
 *
 * @throws {StoreUnavailable} when it passes; the work may go on until it checks the deadline.
 */
export async function within<Result>(
  timeoutMs: number,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  let passed = false;
  const check = (cause?: unknown): void => {
    if (passed) throw late(cause);
  };
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      passed = true;
      reject(late());
    }, timeoutMs);
  });
  try {
    return await Promise.race([work({ check }), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
