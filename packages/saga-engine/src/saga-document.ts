import type { Document } from '@counterstep/document-store';
import type { Instant } from './core/instant.ts';
import type { SagaState } from './core/state.ts';

/** One saga as it is stored: what the engine knows of it, and who works on it. */
export interface SagaDocument extends SagaState, Document {
  /** What the saga is about, such as an order's id. */
  readonly subject?: string;
  /** Whose saga it is. */
  readonly owner?: string;
  /** A fingerprint of what the client asked for under the saga's idempotency key. */
  readonly requestHash: string;
  readonly correlationId: string;
  /** Where the saga began, as a `traceparent`; absent where nothing was traced. */
  readonly traceparent?: string;
  /** Grows with every claim; fences attempts of earlier holders. */
  readonly epoch: number;
  /** The coordinator that holds the lease; absent where nobody works on the saga. */
  readonly holder?: string;
  /** When the saga ended, while its details are still there. */
  readonly archivableSince?: Instant;
  /** When its details went: input, log and what steps have answered. What an idempotency key needs stays. */
  readonly archivedAt?: Instant;
  /** Whether a step of it waits; absent where none does. */
  readonly waiting?: true;
  /** From when anyone may claim the saga: the end of the holder's lease, or the next attempt. Absent once it has ended. */
  readonly dueAt?: Instant;
}
