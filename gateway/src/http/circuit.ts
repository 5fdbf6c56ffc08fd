import { setTimeout as delay } from 'node:timers/promises';

/** How often a silent subgraph is probed. */
const PROBE_EVERY_MS = 1_000;
/** How often the circuit checks for silence. */
const LOOK_MS = 100;

/** One pending call of a subgraph. */
export interface Call {
  /** Aborted when the subgraph has fallen silent and waiting is pointless. */
  readonly signal: AbortSignal;
  /** Reports that a part of the answer has arrived. */
  readonly heard: () => void;
  /** Reports that no answer came in time. */
  readonly silent: () => void;
  /** Reports that no connection was made in time. */
  readonly unconnected: () => void;
  readonly end: () => void;
}

/** Tells whether calls of one subgraph are worth sending. */
export interface Circuit {
  readonly open: boolean;
  begin(): Call;
  close(): void;
}

export interface CircuitOptions {
  /** Asks whether the subgraph answers at all; aborted when that takes too long. */
  readonly probe: (signal: AbortSignal) => Promise<boolean>;
  readonly changed: (open: boolean) => void;
  /** How long nothing may be heard while calls wait before a probe is sent, in milliseconds. */
  readonly silenceMs: number;
  /** How long a probe may take, in milliseconds. */
  readonly probeMs: number;
}

/** The subgraph answers neither calls nor probes. */
export class SubgraphSilent extends Error {
  constructor() {
    super('The subgraph is silent.');
  }
}

/**
 * Opens when waiting calls hear nothing and a probe stays unanswered, or when a call times out and nothing was heard
 * since it was sent. Opening aborts all waiting calls, and an open circuit refuses new ones; probes repeat until the
 * first answer closes it. A slow subgraph that answers probes stays closed.
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
  /** How many times anything was heard. */
  #heard = 0;
  /**
   * Counted in looks and not by the clock, so that a stall of this process does not pass for silence of the subgraph.
   */
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

/**
 * Aborts work that takes longer. Counts looks: a stalled event loop counts once, and reads what arrived before it
 * aborts.
 */
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

/** A stopping service refused the call before starting it. */
export class NotTaken extends Error {
  constructor() {
    super('The subgraph is stopping.');
  }
}

/**
 * Sends a call through a circuit. A connect timeout means that nothing was sent, so the call is tried again while the
 * subgraph answers other calls or probes. A call that was surely not taken is sent again; one that changes nothing also
 * after a lost connection.
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

/** Reads `open` afresh: it changes during awaits, which type narrowing does not see. */
const isOpen = (circuit: Circuit): boolean => circuit.open;

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const isConnectTimeout = (error: unknown): boolean => codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT';

/** Error codes of a connection that ended with the process behind it. */
const LOST: readonly unknown[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/**
 * The delays before each resend of a failed call, in milliseconds: first at once, for an instance that runs beside the
 * stopping one, then later, for a replacement that is still starting. A refused connection is tried once more at once.
 */
function resendAfter(error: unknown, repeatable: boolean): readonly number[] {
  const code = codeOf(error);
  if (error instanceof NotTaken || (repeatable && LOST.includes(code))) return [0, 250];
  return code === 'ECONNREFUSED' ? [0] : [];
}
