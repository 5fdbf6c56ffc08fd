import {
  hasEnded,
  type RecordedEvent,
  type SagaRunner,
  type SagaDocument,
  type SagaStore,
} from '@counterstep/saga-engine';

/** An event of a saga's log, with the state of the saga in which it was read. */
export type SagaProgress = RecordedEvent & { readonly saga: SagaDocument };

class Follower implements AsyncIterableIterator<SagaProgress> {
  readonly #read: Promise<void>;
  readonly #unwatch: () => void;
  #sequence: number;
  #newest: SagaDocument | undefined;
  #over = false;
  #wake = (): void => undefined;

  constructor(
    runner: Pick<SagaRunner, 'watch'>,
    sagas: Pick<SagaStore, 'get'>,
    sagaId: string,
    afterSequence: number,
  ) {
    this.#sequence = afterSequence;
    this.#unwatch = runner.watch(sagaId, (saga) => {
      this.#take(saga);
    });
    // Read after the watch has begun, so that no commit in between is missed.
    this.#read = sagas.get(sagaId).then((saga) => {
      if (saga !== undefined) this.#take(saga);
    });
    // The reader of the first event gets the failure.
    this.#read.catch(() => {
      this.#unwatch();
    });
  }

  async next(): Promise<IteratorResult<SagaProgress, undefined>> {
    await this.#read;
    while (!this.#over) {
      const event = this.#newest?.log[this.#sequence];
      if (event !== undefined && this.#newest !== undefined) {
        this.#sequence = event.sequence;
        return { done: false, value: { ...event, saga: this.#newest } };
      }
      if (this.#newest !== undefined && hasEnded(this.#newest)) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.return();
  }

  return(): Promise<IteratorResult<SagaProgress, undefined>> {
    this.#over = true;
    this.#unwatch();
    this.#wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(saga: SagaDocument): void {
    if (this.#newest === undefined || saga.version > this.#newest.version) this.#newest = saga;
    this.#wake();
  }
}

/**
 * The saga's events after a sequence number: first the past ones, then each new one, until the saga has ended. None is
 * missing or repeated, whichever coordinator works on the saga. As every state holds the whole log, only the newest one
 * is kept for a slow reader.
 */
export const followSaga = (
  runner: Pick<SagaRunner, 'watch'>,
  sagas: Pick<SagaStore, 'get'>,
  sagaId: string,
  afterSequence: number,
): AsyncIterableIterator<SagaProgress> => new Follower(runner, sagas, sagaId, afterSequence);
