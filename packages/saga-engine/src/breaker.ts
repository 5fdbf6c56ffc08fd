import type { Stopwatch } from '@counterstep/primitives';

export interface BreakerConfig {
  /** How many failures one after the other open the circuit. */
  readonly failures: number;
  /** Within how many ms they must come. */
  readonly windowMs: number;
  /** How long it stays open before one call may try, in ms. */
  readonly openMs: number;
}

/** How a call went; a call that was `answered` reached its subgraph, whatever the answer said. */
export type CallResult = 'answered' | 'unanswered' | 'abandoned';

/** What a circuit says to a call: go on and report the result, or ask again in so many ms. */
export type Admission =
  | { readonly kind: 'go'; readonly report: (result: CallResult) => void }
  | { readonly kind: 'wait'; readonly ms: number };

interface Circuit {
  /** When the recent failures were, oldest first. */
  failedAt: readonly number[];
  openUntil: number | undefined;
  trying: boolean;
}

/**
 * A circuit breaker per subgraph that delays calls and never drops one.
 *
 * It is not cockatiel's: that one needs Node 22, reads the system's clock, and does not say how long to wait.
 */
export class Breaker {
  readonly #config: BreakerConfig;
  readonly #stopwatch: Stopwatch;
  readonly #circuits = new Map<string, Circuit>();

  constructor(config: BreakerConfig, stopwatch: Stopwatch) {
    this.#config = config;
    this.#stopwatch = stopwatch;
  }

  #circuit(subgraph: string): Circuit {
    const circuit = this.#circuits.get(subgraph) ?? { failedAt: [], openUntil: undefined, trying: false };
    this.#circuits.set(subgraph, circuit);
    return circuit;
  }

  /** Asks for a call. */
  admit(subgraph: string): Admission {
    const circuit = this.#circuit(subgraph);
    const trial = circuit.openUntil !== undefined;
    if (circuit.openUntil !== undefined) {
      const ms = circuit.openUntil - this.#stopwatch.monotonic();
      if (ms > 0) return { kind: 'wait', ms };
      if (circuit.trying) return { kind: 'wait', ms: this.#config.openMs };
      circuit.trying = true;
    }
    return {
      kind: 'go',
      report: (result) => {
        if (trial) circuit.trying = false;
        if (result === 'answered') {
          circuit.failedAt = [];
          circuit.openUntil = undefined;
        } else if (result === 'unanswered') this.#fail(circuit, trial);
      },
    };
  }

  #fail(circuit: Circuit, trial: boolean): void {
    // Calls from before the circuit opened say nothing new.
    if (circuit.openUntil !== undefined && !trial) return;
    const now = this.#stopwatch.monotonic();
    const { failures, windowMs, openMs } = this.#config;
    circuit.failedAt = [...circuit.failedAt, now].filter((at) => at > now - windowMs).slice(-failures);
    if (trial || circuit.failedAt.length >= failures) circuit.openUntil = now + openMs;
  }
}
