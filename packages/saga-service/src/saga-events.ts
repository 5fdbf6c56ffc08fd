import { CodedError } from '@counterstep/service-kit';
import type { Instant, SagaRunner, SagaDocument } from '@counterstep/saga-engine';
import type { SagaProgress } from './progress.ts';

/** The most events that a reader may leave unread. */
const MAX_UNREAD = 1_000;

/**
 * How many sagas the feed remembers, with the events that it has sent; a saga forgotten since may have its events
 * repeated.
 */
const MAX_REMEMBERED = 10_000;

/** The reader left too many events unread, so the next ones were dropped. */
export class FollowerTooSlow extends CodedError {
  constructor() {
    super('RATE_LIMITED', 'The client reads more slowly than events come; subscribe again.');
  }
}

class EventFeed implements AsyncIterableIterator<SagaProgress> {
  readonly #since: Instant;
  readonly #unwatch: () => void;
  readonly #told = new Map<string, number>();
  #unread: SagaProgress[] = [];
  #end: (() => IteratorResult<SagaProgress, undefined>) | undefined;
  #wake = (): void => undefined;

  constructor(
    runner: Pick<SagaRunner, 'watchAll'>,
    isWanted: (saga: SagaDocument) => boolean,
    since: Instant,
  ) {
    this.#since = since;
    this.#unwatch = runner.watchAll((saga) => {
      if (this.#end !== undefined) return;
      const events = this.#newEvents(saga);
      if (events.length > 0 && isWanted(saga)) this.#push(events);
    });
  }

  async next(): Promise<IteratorResult<SagaProgress, undefined>> {
    for (;;) {
      const value = this.#unread.shift();
      if (value !== undefined) return { done: false, value };
      const end = this.#end;
      if (end !== undefined) {
        this.#end = () => ({ done: true, value: undefined });
        return end();
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  return(): Promise<IteratorResult<SagaProgress, undefined>> {
    this.#unread = [];
    this.#finish(() => ({ done: true, value: undefined }));
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * The events of a saga that were not sent yet; states may repeat or be skipped, but the newest log has every event.
   */
  #newEvents(saga: SagaDocument): readonly SagaProgress[] {
    const { id, log } = saga;
    const before = this.#told.get(id) ?? log.findLastIndex(({ at }) => at < this.#since) + 1;
    this.#told.delete(id);
    this.#told.set(id, Math.max(before, log.length));
    const [oldest] = this.#told.keys();
    if (this.#told.size > MAX_REMEMBERED && oldest !== undefined) this.#told.delete(oldest);
    return log.slice(before).map((event) => ({ ...event, saga }));
  }

  #push(events: readonly SagaProgress[]): void {
    if (this.#unread.length + events.length > MAX_UNREAD) {
      this.#unread = [];
      this.#finish(() => {
        throw new FollowerTooSlow();
      });
      return;
    }
    this.#unread.push(...events);
    this.#wake();
  }

  #finish(end: () => IteratorResult<SagaProgress, undefined>): void {
    this.#end ??= end;
    this.#unwatch();
    this.#wake();
  }
}

/**
 * The events of all wanted sagas from an instant on, whichever coordinator works on them, as long as the reader keeps
 * up. A saga's events come in order and once; those that happen while the changefeed is broken come with the saga's
 * next event.
 *
 * @throws {FollowerTooSlow} from `next` if the reader does not keep up.
 */
export const followSagas = (
  runner: Pick<SagaRunner, 'watchAll'>,
  isWanted: (saga: SagaDocument) => boolean,
  since: Instant,
): AsyncIterableIterator<SagaProgress> => new EventFeed(runner, isWanted, since);
