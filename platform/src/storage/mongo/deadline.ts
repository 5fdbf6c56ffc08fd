import { StoreUnavailable } from '../errors.ts';

const late = (): StoreUnavailable => new StoreUnavailable('The database did not finish the commit in time.');

/** The moment after which a commit is given up. */
export interface Deadline {
  /** @throws {StoreUnavailable} when the moment has passed. */
  check(): void;
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
  const check = (): void => {
    if (passed) throw late();
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
