import type { Stopwatch } from '@counterstep/primitives';

export interface BreakerConfig {
  /** How many failures in a row open the circuit. */
  readonly failures: number;
  /** The time within which these failures must occur, in ms. */
  readonly windowMs: number;
  /** How long the circuit stays open before it lets one trial call through, in ms. */
  readonly openMs: number;
}

/** How a call went; an `answered` call reached its subgraph, whatever the answer said. */
export type CallResult = 'answered' | 'unanswered' | 'abandoned';

/** A circuit's answer to a call: go ahead and report the result, or ask again in `ms` milliseconds. */
export type Admission =
  | { readonly kind: 'go'; readonly report: (result: CallResult) => void }
  | { readonly kind: 'wait'; readonly ms: number };

interface Circuit {
  /** Stopwatch readings of the recent failures, oldest first. */
  failedAt: readonly number[];
  openUntil: number | undefined;
  trying: boolean;
}

/**
 * A circuit breaker per subgraph that delays calls and never drops one.
 *
 * Cockatiel's breaker does not fit: it needs Node 22, reads the system's clock, and does not say how long to wait.
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

  /** Asks whether a call of the subgraph may be made now. */
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
    // Calls that were made before the circuit opened say nothing new.
    if (circuit.openUntil !== undefined && !trial) return;
    const now = this.#stopwatch.monotonic();
    const { failures, windowMs, openMs } = this.#config;
    circuit.failedAt = [...circuit.failedAt, now].filter((at) => at > now - windowMs).slice(-failures);
    if (trial || circuit.failedAt.length >= failures) circuit.openUntil = now + openMs;
  }
}
