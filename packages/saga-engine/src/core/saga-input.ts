import type { Instant } from './instant.ts';
import type { Outcome } from './outcome.ts';
import type { Operation } from './state.ts';

/** What happens to a saga; everything that is not a rule comes from outside. */
export type SagaInput =
  | { readonly kind: 'start'; readonly now: Instant; readonly actor: string }
  /** Time has passed. */
  | { readonly kind: 'tick'; readonly now: Instant }
  /** A coordinator goes on with a saga that another one has left without a word. */
  | { readonly kind: 'take-over'; readonly now: Instant; readonly actor: string }
  | {
      readonly kind: 'outcome';
      readonly now: Instant;
      readonly step: string;
      /** The key of the item, of an instance of the step. */
      readonly item?: string;
      readonly operation: Operation;
      readonly attempt: number;
      readonly outcome: Outcome;
      /** How long the attempt was in the queue before it was made, in ms. */
      readonly queuedMs?: number;
      /** At least 0 and less than 1. */
      readonly jitter: number;
    };

/** How an attempt went. */
export type OutcomeInput = Extract<SagaInput, { kind: 'outcome' }>;
