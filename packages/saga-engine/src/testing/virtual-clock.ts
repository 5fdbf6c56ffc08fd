import type { EngineClock } from '../clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock whose time passes only on demand, from one timer to the next. */
export class VirtualClock implements EngineClock {
  #now = Date.parse('2026-03-01T09:00:00.000Z');
  #setMs = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now + this.#setMs;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Sets the clock forward by `ms`, or back if negative; no time passes, and timers stay. */
  jump(ms: number): void {
    this.#setMs += ms;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves on to the next timer and runs it. */
  next(): void {
    const [first] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (first === undefined) throw new Error('Nothing will ever happen again.');
    this.#timers.delete(first);
    this.#now = Math.max(this.#now, first.at);
    first.run();
  }
}
