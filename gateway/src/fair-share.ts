import { RateLimited } from '@counterstep/service-kit';
import { createPace, type Pace } from './pace.ts';

export interface ShareLimits {
  /** Operations of one address that work at a time, heavy ones counted as several; 0 is no limit. */
  readonly running: number;
  /** Operations of all addresses together, shared evenly, where several have some; 0 is no limit. */
  readonly together: number;
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
  /** Whether so much of an address waits that it should send no more for now. */
  isBusy(address: string): boolean;
}

/** What works for longer waits for somebody, such as for an order's end, and leaves its place to another one. */
const WORKS_AT_MOST_MS = 1_000;
/** For how long an address is still counted that has nothing under way. */
const REMEMBERED_MS = 2_000;
/** What every address may have under way, however many there are. */
const LEAST = 8;
/** Where so much waits, sockets are not read: waiting there costs nothing, and being refused does. */
const BACKLOG = 128;
const RETRY_AFTER_SECONDS = 1;

interface Account {
  running: number;
  readonly waiting: { readonly weight: number; readonly start: () => void }[];
  forgetting?: NodeJS.Timeout;
}

/**
 * Operations of an address begin in the order in which they have come; those of others need not wait for them. How many
 * work at a time follows what the process can do in good time: more of them would only wait for each other, and
 * make everybody wait.
 */
export function createFairShare(limits: ShareLimits): FairShare {
  return limits.running === 0
    ? { run: async (_of, _weight, work) => work(), isBusy: () => false }
    : new Sharing(limits, createPace(limits.running));
}

class Sharing implements FairShare {
  readonly #limits: ShareLimits;
  readonly #pace: Pace;
  readonly #accounts = new Map<string, Account>();

  constructor(limits: ShareLimits, pace: Pace) {
    this.#limits = limits;
    this.#pace = pace;
  }

  async run<T>(address: string, weight: number, work: () => Promise<T>): Promise<T> {
    const account = this.#accounts.get(address) ?? { running: 0, waiting: [] };
    this.#accounts.set(address, account);
    clearTimeout(account.forgetting);
    await this.#enter(account, weight);
    const end = this.#pace.begin();
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      clearTimeout(timer);
      end();
      this.#leave(address, account, weight);
    };
    const timer = setTimeout(leave, WORKS_AT_MOST_MS).unref();
    return work().finally(leave);
  }

  isBusy(address: string): boolean {
    return (this.#accounts.get(address)?.waiting.length ?? 0) >= BACKLOG;
  }

  /** What is heavier than the whole share works alone. */
  #fits({ running }: Account, weight: number): boolean {
    return running === 0 || running + weight <= this.#share();
  }

  #share(): number {
    const { running, together } = this.#limits;
    const others = this.#accounts.size > 1 && together > 0;
    const even = others ? Math.max(LEAST, Math.floor(together / this.#accounts.size)) : running;
    // Who is alone gets no less than all may have together: on a slow machine the loop is always late.
    const paced = others ? this.#pace.limit : Math.max(together, this.#pace.limit);
    return Math.min(running, even, paced);
  }

  async #enter(account: Account, weight: number): Promise<void> {
    if (account.waiting.length === 0 && this.#fits(account, weight)) {
      account.running += weight;
      return;
    }
    if (account.waiting.length >= this.#limits.waiting)
      throw new RateLimited(RETRY_AFTER_SECONDS, 'Too many operations of one address at a time.');
    await new Promise<void>((resolve) => account.waiting.push({ weight, start: resolve }));
  }

  #leave(address: string, account: Account, weight: number): void {
    account.running -= weight;
    if (account.waiting.length > 0) this.#pace.raise();
    for (let next = account.waiting[0]; next; next = account.waiting[0]) {
      if (!this.#fits(account, next.weight)) return;
      account.waiting.shift();
      account.running += next.weight;
      next.start();
    }
    if (account.running > 0) return;
    account.forgetting = setTimeout(() => this.#accounts.delete(address), REMEMBERED_MS).unref();
  }
}
