import { CodedError, Forbidden, Unauthenticated } from '@counterstep/service-kit';
import { TOO_MUCH } from '@counterstep/service-kit/server';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { CloseCode, TerminatedCloseEvent } from 'graphql-ws';
import type { GatewayContext } from '../context.ts';
import type { Variables } from '../operations.ts';
import type { Connections } from './connections.ts';
import type { SubscriptionPlan } from './plan.ts';

/** Receives the events of one subscription: any number, then at most one end. */
export interface Feed {
  event(event: ExecutionResult): void;
  complete(): void;
  fail(failure: SubscriptionFailed): void;
}

/** A subscription ended with these errors, which do not have their public form yet. */
export class SubscriptionFailed extends Error {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.errors = errors;
  }
}

/** Subscribes to subgraphs, and resumes after a lost connection. */
export interface Upstream {
  /** Follows a subscription; the returned function leaves it at once. */
  follow(plan: SubscriptionPlan, variables: Variables, context: GatewayContext, feed: Feed): () => void;
}

/** When and for how long a lost subscription is opened again. */
export interface ReconnectPolicy {
  /** The upper bound of the first random delay; it doubles with each failure. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** How long a subgraph may be away before its subscriptions fail. */
  readonly giveUpMs: number;
}

/** Observes the subscriptions of a subgraph. */
export interface UpstreamListener {
  readonly arrived: (subgraph: string) => void;
  readonly resumed: (subgraph: string) => void;
}

/** Follows subscriptions over the given connections. */
export function createUpstream(
  connections: Connections,
  reconnectPolicy: ReconnectPolicy,
  now: () => number,
  listener?: UpstreamListener,
): Upstream {
  return {
    follow: (plan, variables, context, feed) => {
      const following = new Following({ plan, variables, context }, feed, connections, {
        backoff: createBackoff(reconnectPolicy, now),
        listener,
      });
      following.subscribe();
      return () => {
        following.leave();
      };
    },
  };
}

interface FollowingOptions {
  readonly backoff: Backoff;
  readonly listener: UpstreamListener | undefined;
}

/** The position that a client asks to start after: the last one it received, or else that of its document. */
export const startsAfter = ({ plan, variables, context }: Followed): number | undefined =>
  (plan.resumable ? context.resumeAfter : undefined) ?? plan.start(variables);

interface Followed {
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  readonly context: GatewayContext;
}

/**
 * One subscription. A resumable one continues after the last event seen, without gaps or repeats; any other continues
 * with new events only.
 */
class Following {
  readonly #followed: Followed;
  readonly #feed: Feed;
  readonly #connections: Connections;
  readonly #backoff: Backoff;
  readonly #listener: UpstreamListener | undefined;
  /** The position of the newest event. */
  #seen: number | undefined;
  #over = false;
  #retry: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => undefined;

  constructor(
    followed: Followed,
    feed: Feed,
    connections: Connections,
    { backoff, listener }: FollowingOptions,
  ) {
    this.#followed = followed;
    this.#feed = feed;
    this.#connections = connections;
    this.#backoff = backoff;
    this.#listener = listener;
  }

  subscribe(): void {
    const { plan, variables, context } = this.#followed;
    const connection = this.#connections.to(plan.subgraph, context.identity, context.correlationId);
    this.#unsubscribe = connection.subscribe(
      plan.request(variables, this.#seen ?? startsAfter(this.#followed)),
      {
        next: (event) => {
          this.#arrived(event as ExecutionResult);
        },
        complete: () => {
          this.#end(() => {
            this.#feed.complete();
          });
        },
        error: (cause) => {
          if (connection.accepted() && !isRefusal(cause)) this.#backoff.reset();
          this.#lost(cause);
        },
      },
    );
  }

  leave(): void {
    this.#over = true;
    clearTimeout(this.#retry);
    this.#unsubscribe();
  }

  #arrived(event: ExecutionResult): void {
    const position = this.#followed.plan.positionOf(event);
    const known = position !== undefined && this.#seen !== undefined && position <= this.#seen;
    if (this.#over || known) return;
    this.#seen = position ?? this.#seen;
    this.#listener?.arrived(this.#followed.plan.subgraph);
    this.#feed.event(event);
  }

  #lost(cause: unknown): void {
    if (this.#over) return;
    const { plan, context } = this.#followed;
    const failure = finalFailure(cause, plan.subgraph);
    const retryInMs = failure ? undefined : this.#backoff.nextDelayMs();
    context.log.warn({ subgraph: plan.subgraph, cause: describe(cause), retryInMs }, 'subscription lost');
    if (retryInMs !== undefined) {
      this.#retry = setTimeout(() => {
        this.#listener?.resumed(plan.subgraph);
        this.subscribe();
      }, retryInMs);
      return;
    }
    this.#end(() => {
      this.#feed.fail(failure ?? new SubscriptionFailed([new SubgraphAway()]));
    });
  }

  #end(report: () => void): void {
    if (this.#over) return;
    this.leave();
    report();
  }
}

class SubgraphAway extends CodedError {
  constructor() {
    super('SERVICE_UNAVAILABLE', 'The service that the events come from cannot be reached.');
  }
}

/** The delays between attempts to reconnect while attempts keep failing. */
interface Backoff {
  /** Starts over, because the subgraph has answered. */
  reset(): void;
  /** How long to wait before the next attempt, in milliseconds; undefined once it is time to give up. */
  nextDelayMs(): number | undefined;
}

function createBackoff(
  { firstDelayMs, longestDelayMs, giveUpMs }: ReconnectPolicy,
  now: () => number,
): Backoff {
  let failures = 0;
  let since: number | undefined;
  return {
    reset: () => {
      failures = 0;
      since = undefined;
    },
    nextDelayMs: () => {
      since ??= now();
      if (now() - since >= giveUpMs) return undefined;
      const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
      failures += 1;
      return Math.random() * longest;
    },
  };
}

const closeCodeOf = (cause: unknown): number | undefined =>
  typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'number'
    ? cause.code
    : undefined;

/** The failure that retrying cannot fix: errors from the subgraph, or its refusal of the connection. */
function finalFailure(cause: unknown, subgraph: string): SubscriptionFailed | undefined {
  if (Array.isArray(cause)) {
    const errors = cause as readonly GraphQLFormattedError[];
    return new SubscriptionFailed(errors.map((error) => ofSubgraph(error, subgraph)));
  }
  const code = closeCodeOf(cause);
  if (!isRefusal(cause) || PASSING.has(code)) return undefined;
  if (code === CloseCode.Unauthorized) return new SubscriptionFailed([new Unauthenticated()]);
  if (code === CloseCode.Forbidden) return new SubscriptionFailed([new Forbidden()]);
  return new SubscriptionFailed([new Error(`The subgraph closed the socket with ${code}.`)]);
}

/**
 * Refusals that do not concern the subscription itself: the subgraph is busy, or its wait for the connection timed out.
 */
const PASSING: ReadonlySet<number | undefined> = new Set([
  CloseCode.ConnectionInitialisationTimeout,
  TOO_MUCH,
]);

function isRefusal(cause: unknown): boolean {
  const code = closeCodeOf(cause) ?? 0;
  return code >= 4400 && code <= 4499 && !(cause instanceof TerminatedCloseEvent);
}

const ofSubgraph = ({ message, extensions }: GraphQLFormattedError, subgraph: string): GraphQLError =>
  new GraphQLError(message, { extensions: { ...extensions, serviceName: subgraph } });

function describe(cause: unknown): unknown {
  if (Array.isArray(cause)) return cause;
  const { code, reason, message } = cause as { code?: unknown; reason?: unknown; message?: unknown };
  return { code, reason, message };
}
