import { setTimeout as delay } from 'node:timers/promises';

/** How often a subgraph that has fallen silent is asked whether it answers again. */
const PROBE_EVERY_MS = 1_000;
/** How often it is looked whether anything was heard. */
const LOOK_MS = 100;

/** One call of a subgraph while it is under way. */
export interface Call {
  /** Aborted when the subgraph has fallen silent; nothing will come of waiting. */
  readonly signal: AbortSignal;
  /** Something of the answer has come. */
  readonly heard: () => void;
  /** Nothing came in time. */
  readonly silent: () => void;
  /** No connection was made in time. */
  readonly unconnected: () => void;
  readonly end: () => void;
}

/** Whether calls of one subgraph are worth sending. */
export interface Circuit {
  readonly open: boolean;
  begin(): Call;
  close(): void;
}

export interface CircuitOptions {
  /** Asks whether the subgraph answers at all; it is aborted when that takes too long. */
  readonly probe: (signal: AbortSignal) => Promise<boolean>;
  readonly changed: (open: boolean) => void;
  /** For how long nothing is heard, while calls wait, before a probe is sent, in milliseconds. */
  readonly silenceMs: number;
  /** How long a probe may take, in milliseconds. */
  readonly probeMs: number;
}

/** The subgraph says nothing, neither to calls nor to probes. */
export class SubgraphSilent extends Error {
  constructor() {
    super('The subgraph is silent.');
  }
}

/**
 * Opens when calls wait, nothing is heard and a probe is not answered either; or when a call was not answered in time
 * and nothing was heard since it was sent. What waits then is aborted, and while it is open nobody waits: probes ask
 * again and again, and the first answer closes the circuit. A slow subgraph that answers probes is waited for.
 */
export function createCircuit(options: CircuitOptions): Circuit {
  const circuit = new ProbingCircuit(options);
  return {
    get open() {
      return circuit.open;
    },
    begin: () => circuit.begin(),
    close: () => {
      circuit.close();
    },
  };
}

class ProbingCircuit {
  readonly #options: CircuitOptions;
  readonly #waiting = new Set<AbortController>();
  /** How often anything was heard. */
  #heard = 0;
  /** In looks, as below: a process that stands still itself takes the others for silent by its clock. */
  #silence = 0;
  #open = false;
  #closed = false;
  #probing = false;
  #looking: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  get open(): boolean {
    return this.#open;
  }

  begin(): Call {
    const before = this.#heard;
    const controller = new AbortController();
    if (this.#waiting.size === 0) this.#silence = 0;
    this.#waiting.add(controller);
    this.#looking ??= setInterval(() => {
      this.#look();
    }, LOOK_MS).unref();
    return {
      signal: controller.signal,
      heard: () => {
        this.#hear();
      },
      silent: () => {
        if (this.#heard === before) this.#fallSilent();
      },
      unconnected: () => {
        if (this.#heard === before) void this.#probe();
      },
      end: () => {
        this.#waiting.delete(controller);
      },
    };
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#looking);
    clearTimeout(this.#again);
  }

  #look(): void {
    if (this.#waiting.size === 0) {
      clearInterval(this.#looking);
      this.#looking = undefined;
      return;
    }
    this.#silence += 1;
    if (this.#silence * LOOK_MS >= this.#options.silenceMs && !this.#open) void this.#probe();
  }

  #hear(): void {
    this.#heard += 1;
    this.#silence = 0;
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#again);
    this.#options.changed(false);
  }

  #fallSilent(): void {
    if (this.#open || this.#closed) return;
    this.#open = true;
    this.#options.changed(true);
    for (const controller of this.#waiting) controller.abort(new SubgraphSilent());
    void this.#probe();
  }

  async #probe(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    const before = this.#heard;
    const answered = await withinLooks(this.#options.probeMs, this.#options.probe);
    this.#probing = false;
    if (this.#closed) return;
    if (answered) this.#hear();
    else if (this.#open)
      this.#again = setTimeout(() => {
        void this.#probe();
      }, PROBE_EVERY_MS).unref();
    else if (this.#heard === before) this.#fallSilent();
  }
}

/** Aborts what takes longer. An event loop that stood still counts once, and what has come meanwhile is read first. */
async function withinLooks<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let looks = 0;
  const looking = setInterval(() => {
    looks += 1;
    if (looks * LOOK_MS >= ms) controller.abort();
  }, LOOK_MS).unref();
  try {
    return await work(controller.signal);
  } finally {
    clearInterval(looking);
  }
}

/** A service that ends has refused the call before it was begun. */
export class NotTaken extends Error {
  constructor() {
    super('The subgraph is stopping.');
  }
}

/**
 * Calls through a circuit. Where no connection was made in time, nothing was sent; as long as the subgraph answers
 * calls or probes that is a crowd and not silence, and it is tried again. What was surely not taken is sent again, and what
 * changes nothing also when its connection was lost.
 *
 * @param options.isLate whether there is no time left.
 * @param options.repeatable whether the call changes nothing.
 * @throws {SubgraphSilent} when the circuit is open, or opens meanwhile.
 */
export async function callThrough<Response>(
  circuit: Circuit,
  work: (call: Call) => Promise<Response>,
  { isLate, repeatable }: { readonly isLate: () => boolean; readonly repeatable: boolean },
): Promise<Response> {
  for (let resent = 0; ;) {
    if (isOpen(circuit)) throw new SubgraphSilent();
    const call = circuit.begin();
    try {
      return await work(call);
    } catch (error) {
      const unconnected = isConnectTimeout(error);
      if (isLate()) call.silent();
      else if (unconnected) call.unconnected();
      const waitMs = unconnected ? 0 : resendAfter(error, repeatable)[resent];
      if (waitMs === undefined || isLate() || isOpen(circuit)) throw error;
      if (!unconnected) resent += 1;
      if (waitMs > 0) await delay(waitMs);
    } finally {
      call.end();
    }
  }
}

/** It changes meanwhile. */
const isOpen = (circuit: Circuit): boolean => circuit.open;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const isConnectTimeout = (error: unknown): boolean => codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT';

/** How a connection ends with the process behind it. */
const LOST: readonly unknown[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/**
 * How long to wait before a failed call is sent again, in milliseconds, for each time that it may be: an instance beside
 * the one that ends gets it at once, one in its place may still be starting. Who does not listen is asked twice, and costs
 * no time.
 */
function resendAfter(error: unknown, repeatable: boolean): readonly number[] {
  const code = codeOf(error);
  if (error instanceof NotTaken || (repeatable && LOST.includes(code))) return [0, 250];
  return code === 'ECONNREFUSED' ? [0] : [];
}
