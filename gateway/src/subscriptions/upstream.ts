import { CodedError } from '@counterstep/platform';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { TerminatedCloseEvent } from 'graphql-ws';
import type { GatewayContext } from '../context.ts';
import type { Variables } from '../operations.ts';
import type { Connections } from './connections.ts';
import type { SubscriptionPlan } from './plan.ts';

/** Takes the events of one subscription: any number, then at most one end. */
export interface Feed {
  event(event: ExecutionResult): void;
  complete(): void;
  fail(failure: SubscriptionFailed): void;
}

/** A subscription ended with these errors, which are not yet in the form in which they may leave. */
export class SubscriptionFailed extends Error {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.errors = errors;
  }
}

/** Subscribes to subgraphs, and goes on where it was after a lost connection. */
export interface Upstream {
  /** Follows a subscription; returns what leaves it at once. */
  follow(plan: SubscriptionPlan, variables: Variables, context: GatewayContext, feed: Feed): () => void;
}

export interface Patience {
  /** The first pause before a lost subscription is tried again; each next one is longer, all of them random. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** How long a subgraph may be away before its subscriptions fail. */
  readonly giveUpMs: number;
}

/**
 * A resumable subscription goes on after the last event it has seen, so that nothing is missing and nothing comes
 * twice. One that is not goes on with what happens then.
 */
export function createUpstream(connections: Connections, patience: Patience, now: () => number): Upstream {
  return {
    follow: (plan, variables, { identity, correlationId, log }, feed) => {
      let seen: number | undefined;
      let retry: NodeJS.Timeout | undefined;
      let over = false;
      let unsubscribe = (): void => undefined;
      const outage = createOutage(patience, now);
      const leave = (): void => {
        over = true;
        clearTimeout(retry);
        unsubscribe();
      };
      const end = (report: () => void): void => {
        if (over) return;
        leave();
        report();
      };
      const subscribe = (): void => {
        const connection = connections.to(plan.subgraph, identity, correlationId);
        unsubscribe = connection.subscribe(plan.request(variables, seen ?? plan.start(variables)), {
          next: (event) => {
            const position = plan.positionOf(event as ExecutionResult);
            if (over || (position !== undefined && seen !== undefined && position <= seen)) return;
            seen = position ?? seen;
            feed.event(event as ExecutionResult);
          },
          complete: () => {
            end(feed.complete);
          },
          error: (cause) => {
            if (connection.accepted()) outage.over();
            const failure = finalFailure(cause, plan.subgraph);
            const pause = failure ? undefined : outage.pause();
            log.warn(
              { subgraph: plan.subgraph, cause: describe(cause), retryInMs: pause },
              'subscription lost',
            );
            if (!over && pause !== undefined) retry = setTimeout(subscribe, pause);
            else
              end(() => {
                feed.fail(failure ?? new SubscriptionFailed([new SubgraphAway()]));
              });
          },
        });
      };
      subscribe();
      return leave;
    },
  };
}

class SubgraphAway extends CodedError {
  constructor() {
    super('SERVICE_UNAVAILABLE', 'The service that the events come from cannot be reached.');
  }
}

/** Keeps count of failures in a row. */
function createOutage({ firstRetryMs, longestRetryMs, giveUpMs }: Patience, now: () => number) {
  let failures = 0;
  let since: number | undefined;
  return {
    over: () => {
      failures = 0;
      since = undefined;
    },
    /** How long to wait before the next try; undefined when it is time to give up. */
    pause: (): number | undefined => {
      since ??= now();
      if (now() - since >= giveUpMs) return undefined;
      const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** failures);
      failures += 1;
      return Math.random() * longest;
    },
  };
}

const closeCodeOf = (cause: unknown): number | undefined =>
  typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'number'
    ? cause.code
    : undefined;

/** The failure that trying again cannot mend: the subgraph's own word, or a refusal of the connection. */
function finalFailure(cause: unknown, subgraph: string): SubscriptionFailed | undefined {
  if (Array.isArray(cause)) return new SubscriptionFailed(cause.map((error) => ofSubgraph(error, subgraph)));
  const code = closeCodeOf(cause);
  const refused =
    code !== undefined && code >= 4400 && code <= 4499 && !(cause instanceof TerminatedCloseEvent);
  return refused
    ? new SubscriptionFailed([new Error(`The subgraph closed the socket with ${code}.`)])
    : undefined;
}

const ofSubgraph = ({ message, extensions }: GraphQLFormattedError, subgraph: string): GraphQLError =>
  new GraphQLError(message, { extensions: { ...extensions, serviceName: subgraph } });

function describe(cause: unknown): unknown {
  if (Array.isArray(cause)) return cause;
  const { code, reason, message } = cause as { code?: unknown; reason?: unknown; message?: unknown };
  return { code, reason, message };
}
