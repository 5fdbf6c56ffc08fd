import type { IncomingHttpHeaders } from 'node:http';
import { noTrace, type Logger } from '@counterstep/service-kit';
import { CORRELATION_HEADER, correlationIdOf, networkOf } from '@counterstep/service-kit/server';
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
 * Admits an operation of an identified client.
 *
 * @throws {Unauthenticated} when the session is over by now.
 * @throws {RateLimited} when the identity asks too much.
 */
export type Admit = (identity: Identity, origin: Origin, correlationId?: unknown) => GatewayContext;

/**
 * Counts a request that was refused before its client was identified.
 *
 * @throws {RateLimited} when its address has sent too many.
 */
export type CountRefusal = (origin: Origin) => void;

export interface Admission {
  readonly admit: Admit;
  readonly countRefusal: CountRefusal;
  /** Whether an address has had so many requests refused that it may not even connect for now. */
  readonly isSpent: (origin: Origin) => boolean;
}

export interface AdmissionOptions {
  readonly trustProxy: boolean;
  /** 0 is no limit. */
  readonly operationsPerMinute: number;
  /** @throws {Unauthenticated} when the session has ended before its token expires. */
  readonly requireUnrevoked: (identity: Identity) => void;
  readonly log: Logger;
  readonly now: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
}

/** An operation of this cost counts as two operations, one of twice this cost as three, and so on. */
const COST_OF_ONE = 250;

/** Limits logged-in clients by identity, and all others by address (IPv6: by /64). */
export function createAdmission(options: AdmissionOptions): Admission {
  const { trustProxy, operationsPerMinute, log, now, elapsed } = options;
  const spending = createRateLimit(operationsPerMinute, elapsed);
  const addressOf = ({ headers, socket }: Origin): string =>
    clientAddressOf(headers, socket.remoteAddress, trustProxy);
  return {
    admit: (identity, origin, given) => {
      const clientAddress = addressOf(origin);
      requireLive(identity, now());
      options.requireUnrevoked(identity);
      const key = identity.viewer?.id ?? networkOf(clientAddress);
      spending.count(key);
      const correlationId = correlationIdOf(given ?? origin.headers[CORRELATION_HEADER]);
      const charge = (cost: number): void => {
        spending.count(key, Math.floor(cost / COST_OF_ONE));
      };
      const trace = noTrace;
      return { identity, clientAddress, correlationId, charge, trace, log: log.child({ correlationId }) };
    },
    countRefusal: (origin) => {
      spending.count(networkOf(addressOf(origin)));
    },
    isSpent: (origin) => spending.isSpent(networkOf(addressOf(origin))),
  };
}
