import type { SagaDocument } from './saga-store.ts';
import { linkedTo, sleep } from './clock.ts';
import type { Engine } from './engine.ts';

/** The newer stored states of a saga that this coordinator works on: a command may change it at any moment. */
export class SagaUpdates {
  /** Stops listening. */
  readonly end: () => void;
  #newest: SagaDocument;
  #wake = (): void => undefined;

  constructor(engine: Pick<Engine, 'watch'>, saga: SagaDocument) {
    this.#newest = saga;
    this.end = engine.watch.watch(saga.id, (heard) => {
      if (heard.version <= this.#newest.version) return;
      this.#newest = heard;
      this.#wake();
    });
  }

  /** A later state than the given one. */
  since(saga: SagaDocument): SagaDocument | undefined {
    return this.#newest.version > saga.version ? this.#newest : undefined;
  }

  /** Sleeps for at most so many ms, until there is an update, the coordinator stops, or what is waited for has come. */
  async sleep(
    engine: Pick<Engine, 'clock' | 'stopping'>,
    saga: SagaDocument,
    ms: number,
    awaited?: Promise<void>,
  ): Promise<void> {
    if (this.since(saga) !== undefined) return;
    const { controller, unlink } = linkedTo(engine.stopping);
    this.#wake = () => {
      controller.abort();
    };
    void awaited?.then(this.#wake);
    await sleep(engine.clock, ms, controller.signal);
    unlink();
  }
}
