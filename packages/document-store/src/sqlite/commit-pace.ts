import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';

/** At most this many times as long as the last transactions took, other work comes first. */
const MAX_WAIT_RATIO = 4;

/** A turn of the event loop that took less had nothing to do. */
const IDLE_TURN_MS = 0.1;

/** What the pace is measured by. */
export interface EventLoop {
  /** In ms, from any beginning. */
  now(): number;
  /** Calls back after what the event loop has to do now. */
  nextTurn(callback: () => void): void;
}

const systemLoop: EventLoop = { now: () => performance.now(), nextTurn: setImmediate };

/**
 * Says when the databases of this process commit. A transaction holds up the event loop until the disk has it; while
 * there is other work to do, that work comes first, and what it commits shares the transaction. With nothing else to do
 * nobody waits.
 */
export class CommitPace {
  readonly #loop: EventLoop;
  readonly #waiting = new Set<() => void>();
  #turnBegan = 0;
  #mayWaitUntil = 0;

  constructor(loop: EventLoop = systemLoop) {
    this.#loop = loop;
  }

  /** Commits soon; the same function waits once. */
  soon(commit: () => void): void {
    if (this.#waiting.size === 0) this.#nextTurn();
    this.#waiting.add(commit);
  }

  #nextTurn(): void {
    this.#turnBegan = this.#loop.now();
    this.#loop.nextTurn(() => {
      this.#turn();
    });
  }

  #turn(): void {
    const now = this.#loop.now();
    if (now < this.#mayWaitUntil && now - this.#turnBegan > IDLE_TURN_MS) {
      this.#nextTurn();
      return;
    }
    const commits = [...this.#waiting];
    this.#waiting.clear();
    for (const commit of commits) commit();
    const done = this.#loop.now();
    this.#mayWaitUntil = done + (done - now) * MAX_WAIT_RATIO;
  }
}
