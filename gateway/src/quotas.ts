import type { IncomingMessage } from 'node:http';
import { RateLimited } from '@counterstep/service-kit';
import { createQuota, networkOf } from '@counterstep/service-kit/server';
import type { GatewayContext } from './context.ts';
import { clientAddressOf } from './http/addresses.ts';
import type { Identity } from './identity/sessions.ts';

/** What clients may hold at a time; 0 is no limit. An address is an IPv4 address or an IPv6 /64. */
export interface ClientLimits {
  /** Connections of all clients together. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs: number;
  readonly socketsPerAddress: number;
  /** Of one customer. */
  readonly socketsPerIdentity: number;
  readonly subscriptionsPerAddress: number;
  /** Of one customer. */
  readonly subscriptionsPerIdentity: number;
  readonly subscriptionsPerSocket: number;
  /** Queries and mutations of one socket. */
  readonly operationsPerSocket: number;
  /** Operations of one address that run at a time, heavy ones counted several times. */
  readonly runningPerAddress: number;
  /** Operations of all addresses that run at a time, divided evenly when several are active. */
  readonly runningTogether: number;
  /** Operations of one address that may queue. */
  readonly waitingPerAddress: number;
  /** Bytes of answers that one socket may leave unread. */
  readonly unsentBytes: number;
  readonly unsentBytesPerAddress: number;
}

type Release = () => void;

/** Counts what clients hold. Whoever takes something must call the returned release when done with it. */
export interface ClientQuotas {
  readonly limits: ClientLimits;
  /** Takes a socket, or returns why it is one too many. */
  socket(request: IncomingMessage): Release | string;
  /** Takes a socket for an identity; undefined if it is one too many. */
  socketOf(identity: Identity): Release | undefined;
  /**
   * Takes a subscription over any transport, within a socket or its equivalent.
   *
   * @throws {RateLimited} when the client has too many.
   */
  subscription(context: GatewayContext, within: object): Release;
  /**
   * Takes a query or mutation within a socket.
   *
   * @throws {RateLimited} when the socket has too many.
   */
  operation(within: object): Release;
  /** Takes bytes of an answer until they are sent; undefined if they are too many. */
  bytes(request: IncomingMessage, amount: number): Release | undefined;
  /** The network of the client that sent a request. */
  networkOf(request: IncomingMessage): string;
}

/** When the client may try again, in seconds. */
const RETRY_AFTER_SECONDS = 1;

const tooMany = (what: string): RateLimited =>
  new RateLimited(RETRY_AFTER_SECONDS, `Too many ${what} at a time.`);

export function createClientQuotas(limits: ClientLimits, trustProxy: boolean): ClientQuotas {
  const sockets = {
    address: createQuota(limits.socketsPerAddress),
    identity: createQuota(limits.socketsPerIdentity),
  };
  const subscriptions = [
    {
      quota: createQuota(limits.subscriptionsPerAddress),
      keyOf: ({ clientAddress }: GatewayContext) => networkOf(clientAddress),
      what: 'subscriptions of one address',
    },
    {
      quota: createQuota(limits.subscriptionsPerIdentity),
      keyOf: ({ identity }: GatewayContext) => customerOf(identity),
      what: 'subscriptions of one customer',
    },
  ];
  const subscriptionsWithin = createQuota<object>(limits.subscriptionsPerSocket);
  const operationsWithin = createQuota<object>(limits.operationsPerSocket);
  const unsent = createQuota(limits.unsentBytesPerAddress);
  const networkOfRequest = remembered(({ headers, socket }: IncomingMessage) =>
    networkOf(clientAddressOf(headers, socket.remoteAddress, trustProxy)),
  );
  return {
    limits,
    socket: (request) =>
      sockets.address.take(networkOfRequest(request)) ?? 'Too many sockets of one address.',
    socketOf: (identity) => {
      const customer = customerOf(identity);
      return customer === undefined ? nothing : sockets.identity.take(customer);
    },
    subscription: (context, within) => {
      const taken = [subscriptionsWithin.take(within) ?? tooMany('subscriptions of one socket')];
      for (const { quota, keyOf, what } of subscriptions) {
        const key = keyOf(context);
        if (key !== undefined) taken.push(quota.take(key) ?? tooMany(what));
      }
      return allOf(taken);
    },
    operation: (within) => allOf([operationsWithin.take(within) ?? tooMany('operations of one socket')]),
    bytes: (request, amount) => unsent.take(networkOfRequest(request), amount),
    networkOf: networkOfRequest,
  };
}

const nothing: Release = () => undefined;

/** Undefined for clients without a session, which are limited by address only. */
const customerOf = ({ viewer }: Identity): string | undefined => viewer?.id;

/** Takes all quotas or, if one is exhausted, none. */
function allOf(taken: readonly (Release | RateLimited)[]): Release {
  const releases = taken.filter((outcome) => typeof outcome === 'function');
  const release: Release = () => {
    for (const each of releases) each();
  };
  const refusal = taken.find((outcome) => outcome instanceof RateLimited);
  if (!refusal) return release;
  release();
  throw refusal;
}

function remembered<Key extends object>(make: (key: Key) => string): (key: Key) => string {
  const known = new WeakMap<Key, string>();
  return (key) => {
    const made = known.get(key) ?? make(key);
    known.set(key, made);
    return made;
  };
}
