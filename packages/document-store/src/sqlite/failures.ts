import { StoreFull, StoreUnavailable } from '../errors.ts';

/** The code of an error of the driver or of the system, such as `SQLITE_BUSY` or `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const FULL: readonly unknown[] = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];

/** Whether the disk had no space, so that nothing was written. */
export const isFull = (error: unknown): boolean => FULL.includes(codeOf(error));

/** The store's error for a write that did not reach the file. */
export const unwritten = (error: unknown): StoreUnavailable =>
  isFull(error)
    ? new StoreFull(undefined, { cause: error })
    : new StoreUnavailable('The database file could not be written.', { cause: error });
