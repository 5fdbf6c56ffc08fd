import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '@counterstep/platform';
import { CORRELATION_HEADER, correlationIdOf } from '@counterstep/platform/server';
import type { GatewayContext } from './context.ts';
import { clientAddressOf } from './http/addresses.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { requireLive, type Identity } from './identity/sessions.ts';

/** Where an operation comes from. */
export interface Origin {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Admits an operation of a client that has been identified.
 *
 * @throws {Unauthenticated} when the session is over by now.
 * @throws {RateLimited} when the identity asks too much.
 */
export type Admit = (identity: Identity, origin: Origin, correlationId?: unknown) => GatewayContext;

export interface AdmissionOptions {
  readonly trustProxy: boolean;
  /** 0 is no limit. */
  readonly operationsPerMinute: number;
  readonly log: Logger;
  readonly now: () => number;
}

/** Who is logged in is limited by identity, everybody else by address. */
export function createAdmission({ trustProxy, operationsPerMinute, log, now }: AdmissionOptions): Admit {
  const count = createRateLimit(operationsPerMinute, now);
  return (identity, { headers, socket }, given) => {
    const clientAddress = clientAddressOf(headers, socket.remoteAddress, trustProxy);
    requireLive(identity, now());
    count(identity.viewer?.id ?? clientAddress);
    const correlationId = correlationIdOf(given ?? headers[CORRELATION_HEADER]);
    return { identity, clientAddress, correlationId, log: log.child({ correlationId }) };
  };
}
