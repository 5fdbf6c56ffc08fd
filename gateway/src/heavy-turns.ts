import { RateLimited } from '@counterstep/service-kit';

/** Schedules work that blocks the event loop, such as checking or planning a whole document. */
export interface HeavyTurns {
  /**
   * Runs the work when the network's turn comes, and resolves to its result. Work queued under the same key runs once.
   *
   * @throws {RateLimited} when too much of the network waits.
   */
  run<T>(network: string, key: string | undefined, work: () => T): Promise<T>;
  /** Whether a network has so much queued that it should send no more for now. */
  isBusy(network: string): boolean;
}

/** How long such work may run without a break, in milliseconds, so that a client's first documents need not wait. */
const BURST_MS = 250;
/** The share of time that such work may take when it goes on; the rest is for everything else. */
const REGAINED = 0.5;
/** How many pieces of work, and how many characters of documents, one network may queue. */
const MOST_WAITING = 1_000;
const MOST_CHARACTERS = 8_000_000;
/** Sockets of a network with this many queued pieces are not read. */
const BACKLOG = 16;
const RETRY_AFTER_SECONDS = 1;

interface Job {
  readonly promise: Promise<unknown>;
  readonly characters: number;
  readonly work: () => void;
}

interface Queue {
  readonly jobs: Map<unknown, Job>;
  characters: number;
}

/**
 * Gives networks turns of one piece of work each, and lets the event loop do everything else between pieces: without
 * that, hundreds of new documents at a tenth of a second each would hold up everybody.
 */
export function createHeavyTurns(): HeavyTurns {
  const turns = new Rotation();
  return {
    run: (network, key, work) => turns.add(network, key, work),
    isBusy: (network) => turns.waiting(network) >= BACKLOG,
  };
}

class Rotation {
  /** By network, in the order of their turns. */
  readonly #queues = new Map<string, Queue>();
  #scheduled = false;
  #owedMs = 0;
  #settledAt = performance.now();

  waiting(network: string): number {
    return this.#queues.get(network)?.jobs.size ?? 0;
  }

  add<T>(network: string, key: string | undefined, work: () => T): Promise<T> {
    const queue = this.#queues.get(network) ?? { jobs: new Map<unknown, Job>(), characters: 0 };
    const waiting = key === undefined ? undefined : queue.jobs.get(key);
    if (waiting) return waiting.promise.then((outcome) => outcome as T);
    const characters = key?.length ?? 0;
    if (queue.jobs.size >= MOST_WAITING || queue.characters + characters > MOST_CHARACTERS)
      return Promise.reject(
        new RateLimited(RETRY_AFTER_SECONDS, 'Too many new documents of one address at a time.'),
      );
    let begin: () => void = () => undefined;
    const promise = new Promise<T>((resolve, reject) => {
      begin = () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
    });
    queue.jobs.set(key ?? promise, { promise, characters, work: begin });
    queue.characters += characters;
    this.#queues.set(network, queue);
    this.#schedule();
    return promise;
  }

  #schedule(): void {
    if (this.#scheduled || this.#queues.size === 0) return;
    this.#scheduled = true;
    const restMs = (this.#owed() - BURST_MS) / REGAINED;
    const next = (): void => {
      this.#scheduled = false;
      this.#next();
      this.#schedule();
    };
    if (restMs > 0) setTimeout(next, Math.ceil(restMs));
    else setImmediate(next);
  }

  #owed(): number {
    const now = performance.now();
    this.#owedMs = Math.max(0, this.#owedMs - (now - this.#settledAt) * REGAINED);
    this.#settledAt = now;
    return this.#owedMs;
  }

  #next(): void {
    const [network, queue] = first(this.#queues) ?? [];
    const [key, job] = (queue && first(queue.jobs)) ?? [];
    if (network === undefined || queue === undefined || job === undefined) return;
    this.#queues.delete(network);
    queue.jobs.delete(key);
    queue.characters -= job.characters;
    if (queue.jobs.size > 0) this.#queues.set(network, queue);
    this.#owed();
    const begun = performance.now();
    job.work();
    this.#settledAt = performance.now();
    this.#owedMs += this.#settledAt - begun;
  }
}

const first = <K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | undefined => {
  for (const entry of map) return entry;
  return undefined;
};
