import type { EngineClock } from './clock.ts';

/** How many timers there are at most, and how long they may be, in ms. */
const MAX_TIMERS = 1_000;
const LONGEST_MS = 3_600_000;

/** A sleep that can be cut short, also in advance; far in advance, or for too many, it is not. */
export class WakeableSleep {
  readonly #clock: EngineClock;
  readonly #stopped: AbortSignal;
  readonly #cancels = new Set<() => void>();
  #wake: () => void = () => undefined;
  #isWoken = false;

  /** Once `stopped` is aborted nobody sleeps any more. */
  constructor(clock: EngineClock, stopped: AbortSignal) {
    this.#clock = clock;
    this.#stopped = stopped;
    stopped.addEventListener('abort', () => {
      for (const cancel of this.#cancels) cancel();
      this.#cancels.clear();
      this.#wakeUp();
    });
  }

  /** Wakes the sleeper in so many ms, or keeps it from falling asleep when it is awake then. */
  wakeIn(ms: number): void {
    if (this.#stopped.aborted) return;
    if (ms <= 0) {
      this.#wakeUp();
      return;
    }
    // Sagas that wait for days are found by whoever looks for those that are due: each is not to cost a timer.
    if (this.#cancels.size >= MAX_TIMERS || ms > LONGEST_MS) return;
    const cancel = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      this.#wakeUp();
    });
    this.#cancels.add(cancel);
  }

  /** Sleeps for at most so many ms. */
  async sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#isWoken || this.#stopped.aborted) {
        resolve();
        return;
      }
      const cancel = this.#clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#isWoken = false;
  }

  #wakeUp(): void {
    this.#isWoken = true;
    this.#wake();
  }
}
