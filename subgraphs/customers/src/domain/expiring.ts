import type { Document } from '@counterstep/platform/storage';

/** A document that means nothing from an instant on. */
export interface Expiring extends Document {
  readonly expiresAt: string;
}
