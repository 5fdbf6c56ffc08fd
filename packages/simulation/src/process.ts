/** A promise that nobody ever settles: what the dead wait for. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export interface ProcessOptions {
  /** How far its clock is ahead of the true time, in ms; negative where it is behind. */
  readonly clockOffsetMs?: number;
  readonly onDeath?: () => void;
}

/** A process of the simulated world: it dies once, may be frozen for a while, and has a clock of its own. */
export class Process {
  readonly name: string;
  clockOffsetMs: number;
  /** Until when nothing happens to it, as the scheduler counts time. */
  frozenUntil = 0;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  readonly #onDeath: () => void;
  #isAlive = true;
  #die: () => void = () => undefined;

  constructor(name: string, { clockOffsetMs = 0, onDeath = () => undefined }: ProcessOptions = {}) {
    this.name = name;
    this.clockOffsetMs = clockOffsetMs;
    this.#onDeath = onDeath;
    this.death = new Promise((resolve) => (this.#die = resolve));
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Ends it without any goodbye: whatever it was about to do, it does not. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#die();
    this.#onDeath();
  }
}
