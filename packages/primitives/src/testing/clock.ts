import type { Clock, Stopwatch } from '../clock.ts';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock, Stopwatch {
  /** Lets time pass. */
  advance(milliseconds: number): void;
  /** Sets the clock forward by `milliseconds`, or back if negative; no time passes. */
  jump(milliseconds: number): void;
}

export function createManualClock(start = '2026-03-01T09:00:00.000Z'): ManualClock {
  const beginning = Date.parse(start);
  let passed = 0;
  let set = 0;
  return {
    now: () => beginning + passed + set,
    monotonic: () => passed,
    advance: (milliseconds) => {
      passed += milliseconds;
    },
    jump: (milliseconds) => {
      set += milliseconds;
    },
  };
}
