/** Somebody whose messages are taken one at a time. */
export interface Participant {
  /** Takes the next message; asynchronous work goes on by itself. */
  take(text: string): void;
  /** Sends nothing more until `resume`. */
  pause(): void;
  resume(): void;
}

/** The messages of one participant that wait for their turn. */
export interface Inbox {
  put(text: string): void;
  leave(): void;
}

/** Lets participants take turns, and everything else of the process between them. */
export interface Turns {
  join(participant: Participant): Inbox;
}

/** How long messages are taken without a break. */
const TURN_MS = 5;
/** How many messages of one participant wait before it is paused. */
const MOST_WAITING = 64;
/** How many characters of them. */
const MOST_CHARACTERS = 65_536;

/** Takes one message of each participant in turn, as many as there is time for. */
export function createTurns(): Turns {
  const ready: Waiting[] = [];
  let scheduled = false;
  const run = (): void => {
    const until = performance.now() + TURN_MS;
    do {
      const next = ready.shift();
      if (next?.take() === true) ready.push(next);
    } while (ready.length > 0 && performance.now() < until);
    scheduled = ready.length > 0;
    if (scheduled) setImmediate(run);
  };
  return {
    join: (participant) => {
      const waiting = new Waiting(participant);
      return {
        put: (text) => {
          if (!waiting.put(text)) return;
          ready.push(waiting);
          if (scheduled) return;
          scheduled = true;
          setImmediate(run);
        },
        leave: () => {
          waiting.leave();
        },
      };
    },
  };
}

class Waiting {
  readonly #participant: Participant;
  #texts: string[] = [];
  #characters = 0;
  #paused = false;
  #left = false;

  constructor(participant: Participant) {
    this.#participant = participant;
  }

  /** Returns whether it is the only message, and so nobody knows of it yet. */
  put(text: string): boolean {
    if (this.#left) return false;
    this.#texts.push(text);
    this.#characters += text.length;
    const many = this.#texts.length > MOST_WAITING || this.#characters > MOST_CHARACTERS;
    if (many && !this.#paused) {
      this.#paused = true;
      this.#participant.pause();
    }
    return this.#texts.length === 1;
  }

  /** Takes one message; returns whether there are more. */
  take(): boolean {
    const text = this.#texts.shift();
    this.#characters -= text?.length ?? 0;
    if (text !== undefined) this.#participant.take(text);
    if (this.#paused && !this.#left && this.#texts.length === 0) {
      this.#paused = false;
      this.#participant.resume();
    }
    return this.#texts.length > 0;
  }

  leave(): void {
    this.#left = true;
    this.#texts = [];
    this.#characters = 0;
  }
}
