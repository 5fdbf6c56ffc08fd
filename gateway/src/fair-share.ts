import { RateLimited } from '@counterstep/service-kit';
import { createPace, type Pace } from './pace.ts';

export interface ShareLimits {
  /** Operations of one address that run at a time, heavy ones counted several times; 0 is no limit. */
  readonly running: number;
  /** Operations that run at a time, divided evenly when several addresses are active; 0 is no limit. */
  readonly together: number;
  /** Operations of one address that may queue. */
  readonly waiting: number;
}

/** Keeps one address from running so many operations that everybody else waits. */
export interface FairShare {
  /**
   * Runs the work when the address's turn comes. `weight` is at least 1.
   *
   * @throws {RateLimited} when too much of the address waits.
   */
  run<T>(address: string, weight: number, work: () => Promise<T>): Promise<T>;
  /** Whether an address has so much queued that it should send no more for now. */
  isBusy(address: string): boolean;
}

/** An operation that runs longer is assumed to wait, such as for an order's end, and frees its place. */
const WORKS_AT_MOST_MS = 1_000;
/** How long an idle address still counts as active. */
const REMEMBERED_MS = 2_000;
/** The least that each address may run at a time, however many addresses are active. */
const LEAST = 8;
/** Sockets of an address with this many queued operations are not read: waiting there is cheaper than refusing. */
const BACKLOG = 128;
const RETRY_AFTER_SECONDS = 1;

interface Account {
  running: number;
  readonly waiting: { readonly weight: number; readonly start: () => void }[];
  forgetting?: NodeJS.Timeout;
}

/**
 * Starts each address's operations in the order of their arrival, independently of other addresses. The number that
 * runs at a time follows what the event loop can serve in time: more of them would only delay each other.
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

  /** An operation heavier than the whole share runs alone. */
  #fits({ running }: Account, weight: number): boolean {
    return running === 0 || running + weight <= this.#share();
  }

  #share(): number {
    const { running, together } = this.#limits;
    const others = this.#accounts.size > 1 && together > 0;
    const even = others ? Math.max(LEAST, Math.floor(together / this.#accounts.size)) : running;
    // An address that is alone gets at least `together`: on a slow machine the loop is always late.
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
