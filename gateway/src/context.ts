import type { Logger } from '@counterstep/platform';
import type { Identity } from './identity/sessions.ts';

/** What is known of one operation of a client, over HTTP or a socket. */
export interface GatewayContext {
  readonly identity: Identity;
  readonly correlationId: string;
  /** The client's network address. */
  readonly clientAddress: string;
  readonly log: Logger;
}
