import { Unauthenticated } from '@counterstep/service-kit';
import type { FormattedExecutionResult } from 'graphql';
import { ReaderTooSlow, type Reader } from './sharing.ts';

type Step = IteratorResult<FormattedExecutionResult, undefined>;

/** The longest delay that a timer accepts. */
const LONGEST_MS = 2_147_483_647;

const DONE: Step = { done: true, value: undefined };

/**
 * Delivers a stream to one client until the client leaves or its session ends. It is no async generator, because there
 * `return()` waits for the pending `next()`: a client that leaves would stay until the next event.
 */
export class Delivery implements AsyncGenerator<FormattedExecutionResult, undefined, undefined> {
  readonly #reader: Reader;
  readonly #expiry: NodeJS.Timeout | undefined;
  /** How the delivery ended; reported once. */
  #ending: (() => Step) | undefined;
  #interrupt: () => void = () => undefined;
  readonly #ended: () => void;

  /** Without `sessionMs` the session does not expire. `ended` is called once. */
  constructor(reader: Reader, sessionMs: number | undefined, ended: () => void = () => undefined) {
    this.#reader = reader;
    this.#ended = ended;
    reader.onTooSlow(() => {
      this.#fail(new ReaderTooSlow());
    });
    if (sessionMs === undefined) return;
    this.#expiry = setTimeout(
      () => {
        this.#fail(new Unauthenticated('The session has expired.'));
      },
      Math.min(sessionMs, LONGEST_MS),
    );
  }

  /** Ends the delivery because its session has ended. */
  revoke(): void {
    this.#fail(new Unauthenticated('The session has ended.'));
  }

  async next(): Promise<Step> {
    if (this.#ending) return this.#last();
    const interrupted = new Promise<undefined>((resolve) => {
      this.#interrupt = () => {
        resolve(undefined);
      };
    });
    return (await Promise.race([this.#read(), interrupted])) ?? this.#last();
  }

  return(): Promise<Step> {
    this.#end(() => DONE);
    return Promise.resolve(DONE);
  }

  async throw(error: unknown): Promise<Step> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #read(): Promise<Step | undefined> {
    try {
      const value = await this.#reader.read();
      if (value !== undefined) return { done: false, value };
      this.#end(() => DONE);
    } catch (error) {
      this.#fail(error);
    }
    return undefined;
  }

  #fail(error: unknown): void {
    this.#end(() => {
      throw error;
    });
  }

  #end(ending: () => Step): void {
    if (this.#ending) return;
    this.#ending = ending;
    clearTimeout(this.#expiry);
    this.#reader.leave();
    this.#ended();
    this.#interrupt();
  }

  #last(): Step {
    const ending = this.#ending;
    this.#ending = () => DONE;
    return ending?.() ?? DONE;
  }
}
