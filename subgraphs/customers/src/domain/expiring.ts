import type { Document } from '@counterstep/document-store';

/** A document that means nothing from an instant on. */
export interface Expiring extends Document {
  readonly expiresAt: string;
  /** From when on it may be removed: a while after it was first found expired, because a clock may be wrong. */
  readonly removableFrom?: string;
}
