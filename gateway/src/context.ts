import type { Logger, Trace } from '@counterstep/service-kit';
import type { Run } from './http/run.ts';
import type { Identity } from './identity/sessions.ts';

/** What becomes known of an answer while it is made; a batch has one. */
export interface AnswerNotes {
  /** Whether none of its operations can have a secret in its result; undefined before the first is known. */
  harmless: boolean | undefined;
}

/** How long an answer may be kept, in seconds, and by whom; each part that it is made of restricts it further. */
export interface AnswerPolicy {
  restrict(hint: { readonly maxAge?: number; readonly scope?: 'PUBLIC' | 'PRIVATE' }): void;
}

/** What is known of one operation of a client, over HTTP or a socket. */
export interface GatewayContext {
  readonly identity: Identity;
  readonly correlationId: string;
  /** The client's network address. */
  readonly clientAddress: string;
  readonly log: Logger;
  /** Where spans of the operation begin. */
  readonly trace: Trace;
  /** Undefined over transports that note nothing. */
  readonly answer?: AnswerNotes;
  /** How long the answer may be kept; undefined where none is made for a cache. */
  readonly cachePolicy?: AnswerPolicy | undefined;
  /**
   * Counts what the operation costs against what its identity may spend.
   *
   * @throws {RateLimited} when that is spent.
   */
  readonly charge: (cost: number) => void;
  /** Aborted when the client has gone; what only reads is not continued then. */
  readonly left?: AbortSignal;
  /** The position after which a resumable subscription goes on, in place of the one that its document asks for. */
  readonly resumeAfter?: number | undefined;
  /** The operation while it is executed. */
  readonly run?: Run;
}
