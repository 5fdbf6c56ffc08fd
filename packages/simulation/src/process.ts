/** A promise that never settles, for the work of dead processes. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export interface ProcessOptions {
  /** How far the process's clock is ahead of the true time, in ms; negative if it is behind. */
  readonly clockOffsetMs?: number;
  readonly onDeath?: () => void;
}

/** A process of the simulated world, which can die once, may be frozen for a while, and has its own clock. */
export class Process {
  readonly name: string;
  clockOffsetMs: number;
  /** When the process thaws, in the scheduler's time. */
  frozenUntil = 0;
  /** Resolves when the process dies. */
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

  /** Kills the process at once: whatever it was about to do, it does not. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#die();
    this.#onDeath();
  }
}
