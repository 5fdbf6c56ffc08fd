import { CodedError } from '@counterstep/platform';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { Variables } from '../operations.ts';
import type { SubscriptionPlan } from './plan.ts';
import type { SubscriptionFailed, Upstream } from './upstream.ts';

/** One client's place in a stream of results. */
export interface Reader {
  /**
   * The next result; undefined when the stream is complete. It is called again only after it has answered.
   *
   * @throws {SubscriptionFailed} when the stream has failed.
   * @throws {ReaderTooSlow} when results that were not read yet had to be dropped.
   */
  read(): Promise<FormattedExecutionResult | undefined>;
  /** Ends reading; when nobody reads any more, the subgraph is told at once. */
  leave(): void;
}

/** What a client subscribes to. */
export interface SubscriptionRequest {
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  readonly context: GatewayContext;
}

/** Lets identical subscriptions of the same identity share one upstream and one execution per event. */
export interface Sharing {
  subscribe(request: SubscriptionRequest): Reader;
}

/** A client has not read for so long that results for it were dropped. */
export class ReaderTooSlow extends CodedError {
  constructor() {
    super('RATE_LIMITED', 'The client reads more slowly than events come; subscribe again.');
  }
}

/** A result may be given to late readers for this long; after that its fields are resolved anew. */
const FRESH_MS = 1_000;

interface Entry {
  readonly event: ExecutionResult;
  executed?: { readonly result: Promise<FormattedExecutionResult>; readonly at: number };
}

export interface SharingOptions {
  readonly upstream: Upstream;
  /** Gives a result the form in which it may leave. */
  readonly present: (result: ExecutionResult, context: GatewayContext) => FormattedExecutionResult;
  /** How many events a stream keeps for slow and for late readers. */
  readonly keptEvents: number;
  readonly now: () => number;
}

/**
 * Every stream is a short log of events that readers read at their own pace, so memory is bounded however slow they
 * are. A late reader of a resumable stream begins at its beginning, as if it had an upstream of its own, as long as
 * the log still holds that; another stream is not joined once it has events.
 */
export function createSharing(options: SharingOptions): Sharing {
  const streams = new Map<SubscriptionPlan, Map<string, Stream>>();
  return {
    subscribe: (request) => {
      const { plan, variables, context } = request;
      const ofPlan = streams.get(plan) ?? new Map<string, Stream>();
      streams.set(plan, ofPlan);
      const key = JSON.stringify([context.identity.key, variables]);
      const existing = ofPlan.get(key);
      if (existing?.open) return existing.join();
      const stream = new Stream(request, options, () => {
        if (ofPlan.get(key) === stream) ofPlan.delete(key);
        if (ofPlan.size === 0) streams.delete(plan);
      });
      ofPlan.set(key, stream);
      const reader = stream.join();
      stream.start();
      return reader;
    },
  };
}

class Stream {
  readonly #request: SubscriptionRequest;
  readonly #options: SharingOptions;
  readonly #closed: () => void;
  #entries: Entry[] = [];
  /** How many events were dropped from the beginning of the log. */
  #dropped = 0;
  #end: { readonly failure?: SubscriptionFailed } | undefined;
  #readers = 0;
  readonly #waiting = new Set<() => void>();
  #leaveUpstream: () => void = () => undefined;

  constructor(request: SubscriptionRequest, options: SharingOptions, closed: () => void) {
    this.#request = request;
    this.#options = options;
    this.#closed = closed;
  }

  /** Whether a new reader finds all that it would find in a stream of its own. */
  get open(): boolean {
    const begun = this.#dropped + this.#entries.length > 0;
    return this.#end === undefined && (this.#request.plan.resumable ? this.#dropped === 0 : !begun);
  }

  start(): void {
    const { plan, variables, context } = this.#request;
    this.#leaveUpstream = this.#options.upstream.follow(plan, variables, context, {
      event: (event) => {
        this.#append({ event });
      },
      complete: () => {
        this.#finish({});
      },
      fail: (failure) => {
        this.#finish({ failure });
      },
    });
  }

  join(): Reader {
    this.#readers += 1;
    let place = 0;
    let left = false;
    let resume = (): void => undefined;
    const wakened = (): Promise<void> =>
      new Promise((resolve) => {
        resume = resolve;
        this.#waiting.add(resolve);
      });
    return {
      read: async () => {
        while (!left && this.#end === undefined && place >= this.#dropped + this.#entries.length)
          await wakened();
        if (left) return undefined;
        if (place < this.#dropped) throw new ReaderTooSlow();
        const entry = this.#entries[place - this.#dropped];
        place += 1;
        if (entry) return this.#resultOf(entry);
        if (this.#end?.failure) throw this.#end.failure;
        return undefined;
      },
      leave: () => {
        if (left) return;
        left = true;
        this.#waiting.delete(resume);
        resume();
        this.#readers -= 1;
        if (this.#readers === 0) this.#abandon();
      },
    };
  }

  #append(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#options.keptEvents) {
      this.#entries.shift();
      this.#dropped += 1;
    }
    this.#wake();
  }

  #finish(end: { readonly failure?: SubscriptionFailed }): void {
    this.#end ??= end;
    this.#closed();
    this.#wake();
  }

  #abandon(): void {
    this.#leaveUpstream();
    this.#finish({});
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resume of waiting) resume();
  }

  #resultOf(entry: Entry): Promise<FormattedExecutionResult> {
    const at = this.#options.now();
    if (entry.executed === undefined || at - entry.executed.at > FRESH_MS)
      entry.executed = { result: this.#execute(entry.event), at };
    return entry.executed.result;
  }

  async #execute(event: ExecutionResult): Promise<FormattedExecutionResult> {
    const { plan, variables, context } = this.#request;
    return this.#options.present(await plan.resultOf(event, variables, context), context);
  }
}
