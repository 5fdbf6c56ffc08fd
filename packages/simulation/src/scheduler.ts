import { EventQueue } from './event-queue.ts';
import type { Process } from './process.ts';

/** When every schedule begins, in ms since 1970. */
export const BEGINNING = Date.parse('2026-03-01T09:00:00.000Z');

interface Event {
  /** The process of the event, which is dropped if the process is dead, and delayed while it is frozen. */
  readonly owner: Process | undefined;
  /** Whether the event is a message on its way, or work of a participant. */
  readonly isMessage: boolean;
  readonly run: () => void;
  cancelled: boolean;
}

/** Lets every promise continue that can; schedules await nothing but events and promises. */
const drained = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

/** Virtual time, and all future events, which run one after the other. */
export class Scheduler {
  #now = BEGINNING;
  #messages = 0;
  readonly #events = new EventQueue<Event>();

  /** The present time in ms since 1970, with fractions. */
  get now(): number {
    return this.#now;
  }

  /** The number of messages on their way. */
  get messages(): number {
    return this.#messages;
  }

  #add(owner: Process | undefined, ms: number, isMessage: boolean, run: () => void): Event {
    const event = { owner, isMessage, run, cancelled: false };
    if (isMessage) this.#messages += 1;
    this.#events.push(this.#now + Math.max(0, ms), event);
    return event;
  }

  /** Runs a process's timer after `ms` milliseconds; the returned function cancels it. */
  after(owner: Process | undefined, ms: number, run: () => void): () => void {
    const event = this.#add(owner, ms, false, run);
    return () => {
      event.cancelled = true;
    };
  }

  /** Resolves after `ms` milliseconds, when a message reaches its owner; never if the owner is dead by then. */
  travel(owner: Process | undefined, ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#add(owner, ms, true, resolve);
    });
  }

  /** Lets time pass, event by event, until the condition holds; resolves to whether it does by `limit`. */
  async runUntil(condition: () => boolean, limit: number): Promise<boolean> {
    // Work that began before the first event must first go as far as it can.
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
