import type { Document } from '@counterstep/document-store';
import type { Instant } from './core/instant.ts';
import type { SagaState } from './core/state.ts';

/** A saga as it is stored: its state, and who works on it. */
export interface SagaDocument extends SagaState, Document {
  /** What the saga is about, such as an order's id. */
  readonly subject?: string;
  /** The saga's owner, such as a customer. */
  readonly owner?: string;
  /** A fingerprint of the request that the client made under the saga's idempotency key. */
  readonly requestHash: string;
  readonly correlationId: string;
  /** The saga's origin in its trace, as a `traceparent`; absent if nothing was traced. */
  readonly traceparent?: string;
  /** Grows with every claim, and so fences off the attempts of earlier holders. */
  readonly epoch: number;
  /** The coordinator that holds the lease; absent if none works on the saga. */
  readonly holder?: string;
  /** When the saga ended; absent once its details have been removed. */
  readonly archivableSince?: Instant;
  /** When the saga's details were removed: input, log and outputs of steps. The fields for its idempotency key stay. */
  readonly archivedAt?: Instant;
  /** Present if a step of the saga waits. */
  readonly waiting?: true;
  /**
   * When any coordinator may claim the saga: at the end of the holder's lease, or at the next attempt. Absent once the
   * saga has ended or while it is paused.
   */
  readonly dueAt?: Instant;
}
