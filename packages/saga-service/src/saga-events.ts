import { CodedError } from '@counterstep/service-kit';
import type { Instant, SagaRunner, SagaDocument } from '@counterstep/saga-engine';
import type { SagaProgress } from './progress.ts';

/** How many events a reader may leave unread. */
const MAX_UNREAD = 1_000;

/** Of how many sagas is remembered which events were told; they are told again, if ever, only of longer forgotten ones. */
const MAX_REMEMBERED = 10_000;

/** A reader has left so many events unread that the next ones were dropped. */
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

  /** A state may come twice, and states in between may be missing: the log of the newest one has them all. */
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
 * The events of all sagas from an instant on, whichever coordinator works on them, as long as the reader keeps up. Of
 * one saga they come in their order and none twice; what happens while the changefeed is broken comes with the saga's
 * next event.
 *
 * @throws {FollowerTooSlow} from `next` when the reader did not keep up.
 */
export const followSagas = (
  runner: Pick<SagaRunner, 'watchAll'>,
  isWanted: (saga: SagaDocument) => boolean,
  since: Instant,
): AsyncIterableIterator<SagaProgress> => new EventFeed(runner, isWanted, since);
