import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { positionOf } from '../subscriptions/sharing.ts';
import type { Interrupt } from './distinct.ts';
import { reservedEvents } from './formats.ts';
import { openOutlet, type Outlet, type OutletLimits } from './outlet.ts';
import type { Results } from './results.ts';

/** How long a reserved stream waits for its client to open it. */
const UNOPENED_MS = 10_000;

/** One stream of many operations, reserved before it is opened. */
export class Reservation {
  readonly token = randomBytes(24).toString('base64url');
  readonly #operations = new Map<string, Results>();
  readonly #ended: () => void;
  readonly #unopened: NodeJS.Timeout;
  #outlet: Outlet | undefined;
  #over = false;

  /** `ended` is called once. */
  constructor(ended: () => void) {
    this.#ended = ended;
    this.#unopened = setTimeout(() => {
      this.#end();
    }, UNOPENED_MS).unref();
  }

  get opened(): boolean {
    return this.#outlet !== undefined;
  }

  has(id: string): boolean {
    return this.#operations.has(id);
  }

  open(reply: FastifyReply, limits: OutletLimits): void {
    clearTimeout(this.#unopened);
    const beat = { text: reservedEvents.heartbeat, everyMs: reservedEvents.heartbeatMs };
    const outlet = openOutlet(reply, reservedEvents.contentType, beat, limits);
    this.#outlet = outlet;
    void outlet.write(reservedEvents.opening);
    void outlet.closed.then(() => {
      this.#end();
    });
  }

  /** Writes the results of an operation under its id. */
  run(id: string, results: Results): void {
    if (this.#over) {
      void results.return(undefined);
      return;
    }
    this.#operations.set(id, results);
    void this.#deliver(id, results);
  }

  /** Ends an operation that its client no longer wants. */
  complete(id: string): void {
    const results = this.#operations.get(id);
    this.#operations.delete(id);
    void results?.return(undefined);
  }

  readonly interrupt: Interrupt = () => {
    this.#outlet?.end();
    this.#end();
  };

  async #deliver(id: string, results: Results): Promise<void> {
    const outlet = this.#outlet;
    while (outlet?.open) {
      const step = await results.next();
      // A client that has completed an operation may reuse its id.
      if (this.#operations.get(id) !== results) return;
      if (step.done === true) {
        this.#operations.delete(id);
        await outlet.write(reservedEvents.completion(id));
        return;
      }
      await outlet.write(reservedEvents.result(id, step.value, positionOf(step.value)));
    }
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#unopened);
    for (const id of [...this.#operations.keys()]) this.complete(id);
    this.#ended();
  }
}
