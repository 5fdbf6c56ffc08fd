import type { SagaDocument } from './saga-store.ts';
import { linkedTo, sleep } from './clock.ts';
import type { Engine } from './engine.ts';

/**
 * Follows the stored states of a saga that this coordinator works on, because a command may change it at any moment.
 */
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

  /** The newest stored state, if it is newer than the given one. */
  since(saga: SagaDocument): SagaDocument | undefined {
    return this.#newest.version > saga.version ? this.#newest : undefined;
  }

  /** Sleeps for at most `ms` milliseconds, until an update comes, the coordinator stops, or `awaited` resolves. */
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
