import { EventQueue } from './event-queue.ts';
import type { Process } from './process.ts';

/** When every schedule begins, in ms since 1970. */
export const BEGINNING = Date.parse('2026-03-01T09:00:00.000Z');

interface Event {
  /** Whose event it is: it does not happen to the dead, and waits for the frozen. */
  readonly owner: Process | undefined;
  /** Whether it is a message on its way, or work of a participant. */
  readonly isMessage: boolean;
  readonly run: () => void;
  cancelled: boolean;
}

/** Lets every promise run on that can; nothing is awaited in a schedule but events and promises. */
const drained = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

/** Virtual time and everything that is going to happen, one event after the other. */
export class Scheduler {
  #now = BEGINNING;
  #messages = 0;
  readonly #events = new EventQueue<Event>();

  /** In ms since 1970, with fractions. */
  get now(): number {
    return this.#now;
  }

  /** How many messages are on their way. */
  get messages(): number {
    return this.#messages;
  }

  #add(owner: Process | undefined, ms: number, isMessage: boolean, run: () => void): Event {
    const event = { owner, isMessage, run, cancelled: false };
    if (isMessage) this.#messages += 1;
    this.#events.push(this.#now + Math.max(0, ms), event);
    return event;
  }

  /** Runs a timer of a process in so many ms; the returned function cancels it. */
  after(owner: Process | undefined, ms: number, run: () => void): () => void {
    const event = this.#add(owner, ms, false, run);
    return () => {
      event.cancelled = true;
    };
  }

  /** Resolves in so many ms, for a message that arrives at its owner; never where the owner is dead by then. */
  travel(owner: Process | undefined, ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#add(owner, ms, true, resolve);
    });
  }

  /** Lets time pass, event by event, until the condition holds; says whether it does by the given time. */
  async runUntil(condition: () => boolean, limit: number): Promise<boolean> {
    // What was started before the first event must have gone as far as it can.
    await drained();
    while (!condition()) {
      const next = this.#events.nextAt;
      if (next === undefined || next > limit) return false;
      const event = this.#events.pop();
      if (event !== undefined) await this.#happen(event, next);
    }
    return true;
  }

  async #happen(event: Event, at: number): Promise<void> {
    const { owner } = event;
    this.#now = at;
    const dropped = event.cancelled || owner?.isAlive === false;
    if (!dropped && owner !== undefined && owner.frozenUntil > at) {
      this.#events.push(owner.frozenUntil, event);
      return;
    }
    if (event.isMessage) this.#messages -= 1;
    if (dropped) return;
    event.run();
    await drained();
  }
}
