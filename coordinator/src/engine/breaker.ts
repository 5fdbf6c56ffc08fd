import type { Clock } from '@counterstep/platform';

export interface BreakerConfig {
  /** How many failures one after the other open the circuit. */
  readonly failures: number;
  /** Within how many ms they must come. */
  readonly windowMs: number;
  /** How long it stays open before one call may try, in ms. */
  readonly openMs: number;
}

/** What a circuit says to a call: go on, or ask again in so many ms. */
export type Admission = { readonly kind: 'go' } | { readonly kind: 'wait'; readonly ms: number };

/** How a call went; a call that was `answered` reached its subgraph, whatever the answer said. */
export type CallResult = 'answered' | 'unanswered' | 'abandoned';

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
  readonly #clock: Clock;
  readonly #circuits = new Map<string, Circuit>();

  constructor(config: BreakerConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  #circuit(subgraph: string): Circuit {
    const circuit = this.#circuits.get(subgraph) ?? { failedAt: [], openUntil: undefined, trying: false };
    this.#circuits.set(subgraph, circuit);
    return circuit;
  }

  /** Asks for a call; whoever is told to go must report the result. */
  admit(subgraph: string): Admission {
    const circuit = this.#circuit(subgraph);
    if (circuit.openUntil === undefined) return { kind: 'go' };
    const ms = circuit.openUntil - this.#clock.now();
    if (ms > 0) return { kind: 'wait', ms };
    if (circuit.trying) return { kind: 'wait', ms: this.#config.openMs };
    circuit.trying = true;
    return { kind: 'go' };
  }

  /** Reports the result of a call that was admitted. */
  report(subgraph: string, result: CallResult): void {
    const circuit = this.#circuit(subgraph);
    const wasTrying = circuit.trying;
    circuit.trying = false;
    if (result === 'abandoned') return;
    if (result === 'answered') {
      circuit.failedAt = [];
      circuit.openUntil = undefined;
      return;
    }
    const now = this.#clock.now();
    const { failures, windowMs, openMs } = this.#config;
    circuit.failedAt = [...circuit.failedAt, now].filter((at) => at > now - windowMs).slice(-failures);
    if (wasTrying || circuit.failedAt.length >= failures) circuit.openUntil = now + openMs;
  }
}
