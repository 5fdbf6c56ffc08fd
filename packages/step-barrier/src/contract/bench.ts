import type { Clock } from '@counterstep/primitives';
import type { BarrierStore } from '../port.ts';

/** How often the work of a step was done and undone. */
export interface Effect {
  readonly done: number;
  readonly undone: number;
}

/** A store of barrier records, and beside it, in the same database, effects that are counted. */
export interface Bench<Writes> {
  readonly store: BarrierStore<Writes>;
  /** Makes the effect of a step, counted from 0. */
  readonly begin: (key: string) => Promise<void>;
  /** What counts one more. */
  readonly count: (key: string, what: keyof Effect) => Writes;
  /** What changes nothing. */
  readonly none: Writes;
  readonly effect: (key: string) => Promise<Effect>;
  readonly close: () => Promise<void>;
}

/** The database cannot be reached; whether a commit happened is unknown. */
export class ConnectionLost extends Error {}

/** Where an attempt is struck: which of its commits fails before it happens, or happens and loses its reply. */
export interface StoreFault {
  readonly commit: number;
  readonly kind: 'never-happens' | 'reply-lost';
}

/** The same store, as an attempt sees it whose connection breaks. */
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

/** A third party that honours idempotency keys: a cancelled key can never be charged any more. */
export class Provider {
  readonly #charged = new Set<string>();
  readonly #cancelled = new Set<string>();
  /** How often money moved, by key. */
  readonly charges = new Map<string, number>();
  readonly refunds = new Map<string, number>();

  charge(key: string): 'charged' | 'cancelled' {
    if (this.#cancelled.has(key)) return 'cancelled';
    if (!this.#charged.has(key)) this.charges.set(key, (this.charges.get(key) ?? 0) + 1);
    this.#charged.add(key);
    return 'charged';
  }

  /** Whether there was something to give back. */
  cancel(key: string): boolean {
    const charged = this.#charged.has(key);
    if (charged && !this.#cancelled.has(key)) this.refunds.set(key, (this.refunds.get(key) ?? 0) + 1);
    this.#cancelled.add(key);
    return charged;
  }
}

/** A clock whose time can be passed by the work of an attempt. */
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
