import type { Instant } from './instant.ts';
import type { Outcome } from './outcome.ts';
import type { Operation } from './state.ts';

/** An input to the pure core, which has no clock and no randomness of its own. */
export type SagaInput =
  | { readonly kind: 'start'; readonly now: Instant; readonly actor: string }
  /** Time has passed. */
  | { readonly kind: 'tick'; readonly now: Instant }
  /** A coordinator takes over a saga whose holder has fallen silent. */
  | { readonly kind: 'take-over'; readonly now: Instant; readonly actor: string }
  | {
      readonly kind: 'outcome';
      readonly now: Instant;
      readonly step: string;
      /** The item's key, for an instance of the step. */
      readonly item?: string;
      readonly operation: Operation;
      readonly attempt: number;
      readonly outcome: Outcome;
      /** How long the attempt waited in the queue, in ms. */
      readonly queuedMs?: number;
      /** At least 0 and less than 1. */
      readonly jitter: number;
    };

/** How an attempt went. */
export type OutcomeInput = Extract<SagaInput, { kind: 'outcome' }>;
