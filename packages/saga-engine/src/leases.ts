import type { SagaDocument } from './saga-store.ts';
import type { EngineClock } from './clock.ts';
import { epochMsOf } from './core/instant.ts';

/**
 * How long this coordinator may go on with the sagas that it has claimed. It heeds a stopwatch besides the stored
 * instant, because a clock that is set back would prolong the lease.
 */
export class Leases {
  readonly #clock: EngineClock;
  readonly #leaseMs: number;
  readonly #ends = new Map<string, number>();

  constructor(clock: EngineClock, leaseMs: number) {
    this.#clock = clock;
    this.#leaseMs = leaseMs;
  }

  /** Writes a claim; its lease begins before the write. */
  async during(write: () => Promise<SagaDocument>): Promise<SagaDocument> {
    const end = this.#clock.monotonic() + this.#leaseMs;
    const saga = await write();
    this.#ends.set(saga.id, end);
    return saga;
  }

  /** How much longer the saga is ours, in ms; 0 or less if it is not. */
  leftMs({ id, dueAt }: SagaDocument): number {
    const end = this.#ends.get(id);
    if (end === undefined || dueAt === undefined) return 0;
    return Math.min(end - this.#clock.monotonic(), epochMsOf(dueAt) - this.#clock.now());
  }

  forget(sagaId: string): void {
    this.#ends.delete(sagaId);
  }
}
