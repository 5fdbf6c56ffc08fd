import { StoreUnavailable } from './errors.ts';
import type { Change, Changefeed, Document } from './port.ts';

/** The most unread documents of a consumer; beyond them its feed fails, because it misses changes. */
const MAX_PENDING = 20_000;

interface Waiting<T extends Document> {
  readonly resolve: (result: IteratorResult<Change<T>, undefined>) => void;
  readonly reject: (error: Error) => void;
}

const idOf = (change: Change<Document>): string => (change.kind === 'put' ? change.document.id : change.id);

/** The unread changes of one consumer, of which only the newest per document is kept. */
class Feed<T extends Document> implements Changefeed<T> {
  readonly #pending = new Map<string, Change<T>>();
  readonly #waiting: Waiting<T>[] = [];
  readonly #onEnd: (feed: Feed<T>) => void;
  #ended = false;
  #failure: Error | undefined;

  constructor(onEnd: (feed: Feed<T>) => void) {
    this.#onEnd = onEnd;
  }

  push(change: Change<T>): void {
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting.resolve({ done: false, value: change });
      return;
    }
    this.#pending.set(idOf(change), change);
    if (this.#pending.size > MAX_PENDING) {
      this.#pending.clear();
      this.end(new StoreUnavailable('A changefeed was not read for too long; it misses changes.'));
    }
  }

  end(failure?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#onEnd(this);
    for (const waiting of this.#waiting.splice(0)) this.#finish(waiting);
  }

  #finish({ resolve, reject }: Waiting<T>): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) reject(failure);
    else resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Change<T>, undefined>> {
    return new Promise((resolve, reject) => {
      const [first] = this.#pending;
      if (first) {
        this.#pending.delete(first[0]);
        resolve({ done: false, value: first[1] });
      } else if (this.#ended) this.#finish({ resolve, reject });
      else this.#waiting.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<Change<T>, undefined>> {
    this.#pending.clear();
    this.#failure = undefined;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** All consumers of one collection's changes. */
export class FeedHub {
  readonly #feeds = new Set<Feed<Document>>();
  readonly #onIdle: () => void;

  /** Calls `onIdle` whenever the last consumer has left. */
  constructor(onIdle: () => void = () => undefined) {
    this.#onIdle = onIdle;
  }

  get size(): number {
    return this.#feeds.size;
  }

  open<T extends Document>(): Changefeed<T> {
    const feed = new Feed<T>((ended) => {
      this.#feeds.delete(ended as unknown as Feed<Document>);
      if (this.#feeds.size === 0) this.#onIdle();
    });
    this.#feeds.add(feed as unknown as Feed<Document>);
    return feed;
  }

  /** Gives each consumer its own copy of a change. */
  publish(change: () => Change<Document>): void {
    for (const feed of [...this.#feeds]) feed.push(change());
  }

  /** Ends every consumer's iteration, with the error if there is one. */
  end(failure?: Error): void {
    for (const feed of [...this.#feeds]) feed.end(failure);
  }
}
