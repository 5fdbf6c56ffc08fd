import { RateLimited } from '@counterstep/service-kit';

/** Limits the expensive work with passwords. */
export interface PasswordQueueLimits {
  /** Jobs that run at a time. */
  readonly running: number;
  /** Jobs that wait, of all clients together. */
  readonly waiting: number;
  /** Jobs that wait for one client. */
  readonly waitingPerClient: number;
}

/** The thread pool has four threads. */
export const defaultPasswordQueue: PasswordQueueLimits = { running: 4, waiting: 400, waitingPerClient: 200 };

/** When to try again if too many jobs wait, in seconds. */
const RETRY_SECONDS = 5;

/** Runs a few expensive jobs at a time, and serves clients in turn, so that one client's burst delays only itself. */
export type PasswordQueue = <T>(client: string, work: () => Promise<T>) => Promise<T>;

/** @throws {RateLimited} when too many wait; the returned function rejects with it. */
export function createPasswordQueue(limits: PasswordQueueLimits = defaultPasswordQueue): PasswordQueue {
  // Clients in the order of their turns; a served client moves to the end.
  const waiting = new Map<string, (() => void)[]>();
  let total = 0;
  let running = 0;
  const startNext = (): void => {
    const [next] = waiting;
    if (next === undefined || running >= limits.running) return;
    const [client, starts] = next;
    const start = starts.shift();
    waiting.delete(client);
    if (starts.length > 0) waiting.set(client, starts);
    total -= 1;
    running += 1;
    start?.();
  };
  const turn = (client: string): Promise<void> => {
    const starts = waiting.get(client) ?? [];
    if (total >= limits.waiting || starts.length >= limits.waitingPerClient)
      throw new RateLimited(RETRY_SECONDS);
    waiting.set(client, starts);
    total += 1;
    return new Promise((resolve) => {
      starts.push(resolve);
      startNext();
    });
  };
  return async (client, work) => {
    await turn(client);
    try {
      return await work();
    } finally {
      running -= 1;
      startNext();
    }
  };
}
