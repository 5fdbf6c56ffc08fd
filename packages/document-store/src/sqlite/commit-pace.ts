import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';

/** How long other work may take precedence, as a multiple of the duration of the last transactions. */
const MAX_WAIT_RATIO = 4;

/** A turn of the event loop shorter than this had nothing to do, in ms. */
const IDLE_TURN_MS = 0.1;

/** The event loop by which the pace is measured. */
export interface EventLoop {
  /** The time in ms since an arbitrary beginning. */
  now(): number;
  /** Calls back once the event loop has done its present work. */
  nextTurn(callback: () => void): void;
}

const systemLoop: EventLoop = { now: () => performance.now(), nextTurn: setImmediate };

/**
 * Decides when this process's databases commit. A transaction blocks the event loop until it is on disk, so other
 * pending work comes first and its commits share the transaction; if there is none, the commit does not wait.
 */
export class CommitPace {
  readonly #loop: EventLoop;
  readonly #waiting = new Set<() => void>();
  #turnBegan = 0;
  #mayWaitUntil = 0;

  constructor(loop: EventLoop = systemLoop) {
    this.#loop = loop;
  }

  /** Calls `commit` soon; repeated requests with the same function count once. */
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
