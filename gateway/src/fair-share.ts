import { RateLimited } from '@counterstep/platform';

export interface ShareLimits {
  /** Operations of one address that work at a time, heavy ones counted as several; 0 is no limit. */
  readonly running: number;
  /** Operations of one address that wait for others of it. */
  readonly waiting: number;
}

/** Keeps one address from having so much under way that everybody else waits for it. */
export interface FairShare {
  /**
   * Works when it is the address's turn. `weight` is at least 1.
   *
   * @throws {RateLimited} when too much of the address waits.
   */
  run<T>(address: string, weight: number, work: () => Promise<T>): Promise<T>;
}

/** What works for longer waits for somebody, such as for an order's end, and leaves its place to another one. */
const WORKS_AT_MOST_MS = 1_000;
const RETRY_AFTER_SECONDS = 1;

interface Account {
  running: number;
  readonly waiting: { readonly weight: number; readonly start: () => void }[];
}

/** Operations of an address begin in the order in which they have come; those of others need not wait for them. */
export function createFairShare(limits: ShareLimits): FairShare {
  const accounts = new Map<string, Account>();
  if (limits.running === 0) return { run: async (_of, _weight, work) => work() };
  const leave = (address: string, account: Account, weight: number): void => {
    account.running -= weight;
    for (let next = account.waiting[0]; next; next = account.waiting[0]) {
      if (account.running > 0 && account.running + next.weight > limits.running) return;
      account.waiting.shift();
      account.running += next.weight;
      next.start();
    }
    if (account.running === 0) accounts.delete(address);
  };
  const enter = async (account: Account, weight: number): Promise<void> => {
    if (account.waiting.length === 0 && account.running + weight <= limits.running) {
      account.running += weight;
      return;
    }
    if (account.waiting.length >= limits.waiting)
      throw new RateLimited(RETRY_AFTER_SECONDS, 'Too many operations of one address at a time.');
    await new Promise<void>((resolve) => account.waiting.push({ weight, start: resolve }));
  };
  return {
    run: async (address, asked, work) => {
      const weight = Math.min(asked, limits.running);
      const account = accounts.get(address) ?? { running: 0, waiting: [] };
      accounts.set(address, account);
      await enter(account, weight);
      let left = false;
      const once = (): void => {
        if (left) return;
        left = true;
        clearTimeout(timer);
        leave(address, account, weight);
      };
      const timer = setTimeout(once, WORKS_AT_MOST_MS);
      return work().finally(once);
    },
  };
}
