import type { Logger, Trace } from '@counterstep/service-kit';
import type { Run } from './http/run.ts';
import type { Identity } from './identity/sessions.ts';

/** What is learned about an answer while it is made; all operations of a batch share one. */
export interface AnswerNotes {
  /** Whether none of its operations can have a secret in its result; undefined before the first is known. */
  harmless: boolean | undefined;
}

/** How long, in seconds, and by whom an answer may be kept; each of its parts can restrict that further. */
export interface AnswerPolicy {
  restrict(hint: { readonly maxAge?: number; readonly scope?: 'PUBLIC' | 'PRIVATE' }): void;
}

/** What is known about one operation of a client, over HTTP or a socket. */
export interface GatewayContext {
  readonly identity: Identity;
  readonly correlationId: string;
  /** The client's network address. */
  readonly clientAddress: string;
  readonly log: Logger;
  /** The parent of the operation's spans. */
  readonly trace: Trace;
  /** Undefined for transports that keep no notes. */
  readonly answer?: AnswerNotes;
  /** How long the answer may be kept; undefined where no cache may keep it. */
  readonly cachePolicy?: AnswerPolicy | undefined;
  /**
   * Charges the operation's cost to its identity.
   *
   * @throws {RateLimited} when that is spent.
   */
  readonly charge: (cost: number) => void;
  /** Aborted when the client has gone; operations that only read stop then. */
  readonly left?: AbortSignal;
  /** The position after which a resumable subscription continues; it overrides the one in the document. */
  readonly resumeAfter?: number | undefined;
  /** The operation while it is executed. */
  readonly run?: Run;
}
