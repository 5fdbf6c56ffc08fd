import { RateLimited } from '@counterstep/service-kit';

/** How much of the expensive work with passwords is done and waits. */
export interface PasswordQueueLimits {
  /** Done at a time. */
  readonly running: number;
  /** Waiting in all. */
  readonly waiting: number;
  /** Waiting for one client. */
  readonly waitingPerClient: number;
}

/** The thread pool has four threads. */
export const defaultPasswordQueue: PasswordQueueLimits = { running: 4, waiting: 400, waitingPerClient: 200 };

/** When to come again, where too many wait. */
const RETRY_SECONDS = 5;

/** Does expensive work a few at a time, and takes clients in turn: one client's crowd makes only itself wait. */
export type PasswordQueue = <T>(client: string, work: () => Promise<T>) => Promise<T>;

/** @throws {RateLimited} when too many wait; the returned function rejects with it. */
export function createPasswordQueue(limits: PasswordQueueLimits = defaultPasswordQueue): PasswordQueue {
  // The clients in the order of their turns: whoever was served goes to the end.
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
