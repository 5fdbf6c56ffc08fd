/** The least time between two probes, in ms. */
const PROBE_INTERVAL_MS = 1_000;

export interface WriteHealthOptions {
  /** Writes something small; rejects if writes fail. */
  readonly probe: () => Promise<void>;
  /** Whether writes may fail soon, so that the probe is worth a write. */
  readonly doubtful?: () => boolean;
  /** The time in ms since an arbitrary beginning, by a clock that is never set. */
  readonly elapsed?: () => number;
}

/** Knows whether writes succeed from the last one; probes only if that failed, or if writes are doubtful. */
export class WriteHealth {
  readonly #probe: () => Promise<void>;
  readonly #doubtful: () => boolean;
  readonly #elapsed: () => number;
  #failure: Error | undefined;
  #probedAt = -Infinity;
  #probing: Promise<void> | undefined;

  constructor({ probe, doubtful, elapsed }: WriteHealthOptions) {
    this.#probe = probe;
    this.#doubtful = doubtful ?? (() => false);
    this.#elapsed = elapsed ?? (() => performance.now());
  }

  succeeded(): void {
    this.#failure = undefined;
  }

  failed(error: unknown): void {
    this.#failure = error instanceof Error ? error : new Error(String(error));
  }

  /**
   * Checks that writes succeed.
   *
   * @throws {StoreUnavailable} the latest failure, while writes fail.
   */
  async check(): Promise<void> {
    if (this.#failure === undefined && !this.#doubtful()) return;
    if (this.#probing === undefined && this.#elapsed() - this.#probedAt >= PROBE_INTERVAL_MS) {
      this.#probedAt = this.#elapsed();
      this.#probing = this.#ask();
    }
    await this.#probing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #ask(): Promise<void> {
    try {
      await this.#probe();
      this.#failure = undefined;
    } catch (error) {
      this.failed(error);
    } finally {
      this.#probing = undefined;
    }
  }
}
