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
  /** The participants of a group take the turns of one. */
  join(participant: Participant, group: unknown): Inbox;
}

/** How long messages are taken without a break. */
const TURN_MS = 5;
/** How many messages of one participant wait before it is paused. */
const MOST_WAITING = 64;
/** How many characters of them. */
const MOST_CHARACTERS = 65_536;
/** How often it is looked whether a group that has enough to do may go on. */
const LOOK_MS = 5;

/**
 * Takes one message of each group in turn, as many as there is time for. A group that is busy is passed over until it is
 * not, so that its participants wait, and need not be refused.
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
  /** Who of each group has messages. */
  readonly #members = new Map<unknown, Waiting[]>();
  #ready: unknown[] = [];
  #busy: unknown[] = [];
  #scheduled = false;
  #looking: NodeJS.Timeout | undefined;

  constructor(isBusy: (group: unknown) => boolean) {
    this.#isBusy = isBusy;
  }

  /** Somebody has messages from now on. */
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
