import type { Clock } from '@counterstep/primitives';
import type { BarrierStore } from '../port.ts';

/** How often the work of a step was done and undone. */
export interface Effect {
  readonly done: number;
  readonly undone: number;
}

/** A store of barrier records, and counters of effects in the same database. */
export interface Bench<Writes> {
  readonly store: BarrierStore<Writes>;
  /** Creates a step's counters, at 0. */
  readonly begin: (key: string) => Promise<void>;
  /** The writes that increment a counter. */
  readonly count: (key: string, what: keyof Effect) => Writes;
  /** Writes that change nothing. */
  readonly none: Writes;
  readonly effect: (key: string) => Promise<Effect>;
  readonly close: () => Promise<void>;
}

/** The database cannot be reached; whether a commit happened is unknown. */
export class ConnectionLost extends Error {}

/**
 * The fault that hits an attempt: the number of the commit that fails before it happens, or loses its reply afterwards.
 */
export interface StoreFault {
  readonly commit: number;
  readonly kind: 'never-happens' | 'reply-lost';
}

/** The store as an attempt sees it whose connection breaks. */
export function faultyStore<Writes>(
  store: BarrierStore<Writes>,
  fault: StoreFault | undefined,
): BarrierStore<Writes> {
  let commits = 0;
  return {
    ...store,
    commit: async (commit, trace) => {
      commits += 1;
      const struck = fault?.commit === commits;
      if (struck && fault.kind === 'never-happens') throw new ConnectionLost();
      await store.commit(commit, trace);
      if (struck) throw new ConnectionLost();
    },
  };
}

/** A third party that honours idempotency keys: a cancelled key can never be charged again. */
export class Provider {
  readonly #charged = new Set<string>();
  readonly #cancelled = new Set<string>();
  /** How often each key was charged. */
  readonly charges = new Map<string, number>();
  readonly refunds = new Map<string, number>();

  charge(key: string): 'charged' | 'cancelled' {
    if (this.#cancelled.has(key)) return 'cancelled';
    if (!this.#charged.has(key)) this.charges.set(key, (this.charges.get(key) ?? 0) + 1);
    this.#charged.add(key);
    return 'charged';
  }

  /** Cancels a key; returns whether it had been charged. */
  cancel(key: string): boolean {
    const charged = this.#charged.has(key);
    if (charged && !this.#cancelled.has(key)) this.refunds.set(key, (this.refunds.get(key) ?? 0) + 1);
    this.#cancelled.add(key);
    return charged;
  }
}

/** A clock that the work of an attempt can move on. */
export class AttemptClock implements Clock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
