import { MongoError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { CodedError } from '@counterstep/primitives';
import { StoreFull, StoreUnavailable } from '../errors.ts';
import { Refused } from '../refused.ts';

const DUPLICATE_KEY = 11_000;
/** BadValue, TypeMismatch, PathNotViable: a change does not fit the document. */
const MISFITS: readonly unknown[] = [2, 14, 28];
/** Not primary, shutting down, cursor or network lost, timed out: failures that say nothing about the request. */
const TRANSIENT: readonly unknown[] = [
  6, 7, 43, 50, 63, 64, 89, 91, 133, 134, 150, 189, 234, 237, 262, 9001, 10_058, 10_107, 11_600, 11_602,
  13_388, 13_435, 13_436,
];
const LABELS = ['RetryableWriteError', 'TransientTransactionError', 'UnknownTransactionCommitResult'];

/** Node's codes for a lost connection; the driver passes some of its sockets' errors on as they are. */
const LOST: readonly unknown[] = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_DESTROYED', 'ETIMEDOUT'];

const isLostConnection = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && LOST.includes(error.code);

/** Whether the failure only means that the database could not answer, whatever the request. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof MongoError)) return isLostConnection(error);
  if (!(error instanceof MongoServerError)) return true;
  return TRANSIENT.includes(error.code) || LABELS.some((label) => error.hasErrorLabel(label));
}

/**
 * LockTimeout, LockBusy, MaxTimeMSExpired, WriteConflict, NoSuchTransaction: others hold, or have taken, a document.
 */
const CONTENTION: readonly unknown[] = [24, 46, 50, 112, 251];

/** Whether an operation certainly changed nothing because others hold what it needs. */
export const isContention = (error: unknown): boolean =>
  error instanceof MongoServerError &&
  // With this error the write was performed, and only its replication is late.
  !(error instanceof MongoWriteConcernError) &&
  CONTENTION.includes(error.code);

const OUT_OF_DISK_SPACE = 14_031;
const USER_WRITES_BLOCKED = 371;

/** Whether the server refused a write because its disk is full. */
const isFull = (error: unknown): boolean =>
  error instanceof MongoServerError &&
  !(error instanceof MongoWriteConcernError) &&
  error.code === OUT_OF_DISK_SPACE;

export function unavailable(error: unknown, what = 'The database did not answer'): StoreUnavailable {
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(`${what}: ${reason}`, { cause: error });
}

/** Translates an error of the driver into one of the store. */
export function translated(error: unknown): unknown {
  if (error instanceof CodedError || error instanceof Refused) return error;
  if (isFull(error)) return new StoreFull(undefined, { cause: error });
  if (isTransient(error)) return unavailable(error);
  if (error instanceof MongoServerError && error.code === USER_WRITES_BLOCKED)
    return unavailable(error, 'The database takes no writes');
  if (error instanceof MongoServerError && MISFITS.includes(error.code)) {
    return new TypeError(error.message, { cause: error });
  }
  return error;
}

export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;
