import type { Document } from '@counterstep/document-store';

/** A document that is no longer valid after a time. */
export interface Expiring extends Document {
  readonly expiresAt: string;
  /** When it may be removed: some time after it was first found expired, because a clock may be wrong. */
  readonly removableFrom?: string;
}
