/** A participant, whose messages are taken one at a time. */
export interface Participant {
  /** Takes the next message; does not wait for asynchronous work. */
  take(text: string): void;
  /** Must send nothing more until `resume`. */
  pause(): void;
  resume(): void;
}

/** A participant's messages that wait for their turn. */
export interface Inbox {
  put(text: string): void;
  leave(): void;
}

/** Lets participants take turns, with breaks for the process's other work. */
export interface Turns {
  /** Adds a participant; all participants of a group share a turn. */
  join(participant: Participant, group: unknown): Inbox;
}

/** How long messages are taken without a break, in ms. */
const TURN_MS = 5;
/** How many messages of one participant may wait before it is paused. */
const MOST_WAITING = 64;
/** How many characters of these messages may wait. */
const MOST_CHARACTERS = 65_536;
/** How often to check whether a busy group may go on, in ms. */
const LOOK_MS = 5;

/**
 * Creates turns that take one message of each group after the other, as many as time allows. A busy group is skipped,
 * so that its participants wait instead of being refused.
 */
export function createTurns(isBusy: (group: unknown) => boolean = () => false): Turns {
  const round = new Round(isBusy);
  return {
    join: (participant, group) => {
      const waiting = new Waiting(participant);
      return {
        put: (text) => {
          if (waiting.put(text)) round.add(waiting, group);
        },
        leave: () => {
          waiting.leave();
        },
      };
    },
  };
}

class Round {
  readonly #isBusy: (group: unknown) => boolean;
  /** The participants with messages, by group. */
  readonly #members = new Map<unknown, Waiting[]>();
  #ready: unknown[] = [];
  #busy: unknown[] = [];
  #scheduled = false;
  #looking: NodeJS.Timeout | undefined;

  constructor(isBusy: (group: unknown) => boolean) {
    this.#isBusy = isBusy;
  }

  /** Adds a participant that has messages from now on. */
  add(waiting: Waiting, group: unknown): void {
    const others = this.#members.get(group);
    if (others) {
      others.push(waiting);
      return;
    }
    this.#members.set(group, [waiting]);
    this.#ready.push(group);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    clearTimeout(this.#looking);
    setImmediate(() => {
      this.#run();
    });
  }

  #run(): void {
    const until = performance.now() + TURN_MS;
    this.#ready.push(...this.#busy.splice(0));
    do {
      const group = this.#ready.shift();
      if (this.#isBusy(group)) this.#busy.push(group);
      else this.#takeOne(group);
    } while (this.#ready.length > 0 && performance.now() < until);
    this.#scheduled = false;
    if (this.#ready.length > 0) this.#schedule();
    else if (this.#busy.length > 0)
      this.#looking = setTimeout(() => {
        this.#schedule();
      }, LOOK_MS).unref();
  }

  #takeOne(group: unknown): void {
    const members = this.#members.get(group) ?? [];
    const next = members.shift();
    if (next?.take() === true) members.push(next);
    if (members.length > 0) this.#ready.push(group);
    else this.#members.delete(group);
  }
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

  /** Adds a message; returns whether it is the only one, so that the round has to be told. */
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
