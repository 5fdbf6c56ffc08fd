import type { EngineClock } from './clock.ts';

/** The most timers at once, and the longest one, in ms. */
const MAX_TIMERS = 1_000;
const LONGEST_MS = 3_600_000;

/** A sleep that can be cut short, even before it begins; `wakeIn` ignores wakes too far ahead, or too many. */
export class WakeableSleep {
  readonly #clock: EngineClock;
  readonly #stopped: AbortSignal;
  readonly #cancels = new Set<() => void>();
  #wake: () => void = () => undefined;
  #isWoken = false;

  /** Once `stopped` is aborted, every sleep ends at once. */
  constructor(clock: EngineClock, stopped: AbortSignal) {
    this.#clock = clock;
    this.#stopped = stopped;
    stopped.addEventListener('abort', () => {
      for (const cancel of this.#cancels) cancel();
      this.#cancels.clear();
      this.#wakeUp();
    });
  }

  /** Wakes the sleeper in `ms` milliseconds, or keeps the next sleep from beginning if none is under way then. */
  wakeIn(ms: number): void {
    if (this.#stopped.aborted) return;
    if (ms <= 0) {
      this.#wakeUp();
      return;
    }
    // The regular poll finds sagas that wait for long, so that they need no timer each.
    if (this.#cancels.size >= MAX_TIMERS || ms > LONGEST_MS) return;
    const cancel = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      this.#wakeUp();
    });
    this.#cancels.add(cancel);
  }

  /** Sleeps for at most `ms` milliseconds. */
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
