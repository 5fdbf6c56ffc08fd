import { CodedError } from '@counterstep/service-kit';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { Variables } from '../operations.ts';
import type { SubscriptionPlan } from './plan.ts';
import { startsAfter, type SubscriptionFailed, type Upstream } from './upstream.ts';

/** One client's position in a stream of results. */
export interface Reader {
  /**
   * The next result; undefined when the stream is complete or the client has left. Must not be called again before it
   * resolves.
   *
   * @throws {SubscriptionFailed} when the stream has failed.
   */
  read(): Promise<FormattedExecutionResult | undefined>;
  /** Calls back when the next result was dropped because the client had not read for too long. */
  onTooSlow(callback: () => void): void;
  /** Stops reading; the last reader to leave unsubscribes from the subgraph at once. */
  leave(): void;
}

/** What a client subscribes to. */
export interface SubscriptionRequest {
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  readonly context: GatewayContext;
}

const positions = new WeakMap<FormattedExecutionResult, number>();

/** The position of a result's event; undefined if it has none. */
export const positionOf = (result: FormattedExecutionResult): number | undefined => positions.get(result);

/** Lets identical subscriptions of one identity share one upstream subscription and one execution per event. */
export interface Sharing {
  subscribe(request: SubscriptionRequest): Reader;
}

/** The client read so slowly that results for it were dropped. */
export class ReaderTooSlow extends CodedError {
  constructor() {
    super('RATE_LIMITED', 'The client reads more slowly than events come; subscribe again.');
  }
}

interface Ending {
  readonly failure?: SubscriptionFailed;
}

/** How long a result may be reused for late readers before its fields are resolved again. */
const FRESH_MS = 1_000;

interface Entry {
  readonly event: ExecutionResult;
  readonly arrivedAt: number;
  /** How many readers have not read it yet. */
  pending: number;
  executed?: { readonly result: Promise<FormattedExecutionResult>; readonly at: number };
}

export interface SharingOptions {
  readonly upstream: Upstream;
  /** Gives a result its public form. */
  readonly present: (result: ExecutionResult, context: GatewayContext) => FormattedExecutionResult;
  /** How many events a stream keeps for slow and late readers. */
  readonly keptEvents: number;
  readonly now: () => number;
  /** Called with the time from an event's arrival until it was ready for a client, in seconds. */
  readonly onDelivery?: (seconds: number) => void;
}

/**
 * Keeps a short log of events for each stream, from which clients read at their own pace, so memory stays bounded
 * however slow they are. A late reader joins a resumable stream at its beginning while the log still holds it; any
 * other stream can be joined only before its first event. A stream that can no longer be joined drops each event that
 * all its readers have passed.
 */
export function createSharing(options: SharingOptions): Sharing {
  const streams = new Map<SubscriptionPlan, Map<string, Stream>>();
  return {
    subscribe: (request) => {
      const { plan, variables, context } = request;
      const ofPlan = streams.get(plan) ?? new Map<string, Stream>();
      streams.set(plan, ofPlan);
      const key = JSON.stringify([context.identity.key, startsAfter(request), variables]);
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
  readonly #readers = new Set<StreamReader>();
  #entries: Entry[] = [];
  /** How many events were dropped from the front of the log. */
  #dropped = 0;
  #end: Ending | undefined;
  #leaveUpstream: () => void = () => undefined;

  constructor(request: SubscriptionRequest, options: SharingOptions, closed: () => void) {
    this.#request = request;
    this.#options = options;
    this.#closed = closed;
  }

  /** Whether a new reader would receive the same events as from a stream of its own. */
  get open(): boolean {
    const begun = this.#dropped + this.#entries.length > 0;
    return this.#end === undefined && (this.#request.plan.resumable ? this.#dropped === 0 : !begun);
  }

  start(): void {
    const { plan, variables, context } = this.#request;
    this.#leaveUpstream = this.#options.upstream.follow(plan, variables, context, {
      event: (event) => {
        this.#append({ event, arrivedAt: this.#options.now(), pending: this.#readers.size });
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
    const reader = new StreamReader(this);
    this.#readers.add(reader);
    for (const entry of this.#entries) entry.pending += 1;
    return reader;
  }

  /** Removes a reader that has reached the place. */
  leave(reader: StreamReader, place: number): void {
    if (!this.#readers.delete(reader)) return;
    for (const entry of this.#entries.slice(Math.max(0, place - this.#dropped))) entry.pending -= 1;
    this.#trim();
    if (this.#readers.size > 0) return;
    this.#leaveUpstream();
    this.#finish({});
  }

  /** The result at a place that is still in the log, counted as read; undefined if it does not exist yet. */
  pass(place: number): Promise<FormattedExecutionResult> | undefined {
    const entry = this.#entries[place - this.#dropped];
    if (!entry) return undefined;
    const result = this.#resultOf(entry);
    entry.pending -= 1;
    this.#trim();
    return result.then((ready) => {
      this.#options.onDelivery?.((this.#options.now() - entry.arrivedAt) / 1000);
      return ready;
    });
  }

  /** How the stream ended. */
  get end(): Ending | undefined {
    return this.#end;
  }

  #append(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#options.keptEvents) this.#drop(1);
    this.#trim();
    for (const reader of [...this.#readers]) reader.wake(this.#dropped);
  }

  #trim(): void {
    if (this.open) return;
    const kept = this.#entries.findIndex(({ pending }) => pending > 0);
    this.#drop(kept === -1 ? this.#entries.length : kept);
  }

  #drop(count: number): void {
    this.#entries.splice(0, count);
    this.#dropped += count;
  }

  #finish(end: Ending): void {
    if (this.#end) return;
    this.#end = end;
    this.#closed();
    for (const reader of [...this.#readers]) reader.wake(this.#dropped);
  }

  #resultOf(entry: Entry): Promise<FormattedExecutionResult> {
    const at = this.#options.now();
    if (entry.executed === undefined || at - entry.executed.at > FRESH_MS)
      entry.executed = { result: this.#execute(entry.event), at };
    return entry.executed.result;
  }

  async #execute(event: ExecutionResult): Promise<FormattedExecutionResult> {
    const { plan, variables, context } = this.#request;
    const result = this.#options.present(await plan.resultOf(event, variables, context), context);
    const position = plan.positionOf(event);
    if (position !== undefined) positions.set(result, position);
    return result;
  }
}

class StreamReader implements Reader {
  readonly #stream: Stream;
  #place = 0;
  #left = false;
  #wake: () => void = () => undefined;
  #tooSlow: () => void = () => undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  async read(): Promise<FormattedExecutionResult | undefined> {
    for (;;) {
      if (this.#left) return undefined;
      const result = this.#stream.pass(this.#place);
      if (result) {
        this.#place += 1;
        return result;
      }
      const { end } = this.#stream;
      if (end?.failure) throw end.failure;
      if (end) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  onTooSlow(callback: () => void): void {
    this.#tooSlow = callback;
  }

  leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#stream.leave(this, this.#place);
    this.#wake();
  }

  /** Reports that the stream has changed, and how many events it has dropped so far. */
  wake(dropped: number): void {
    if (this.#place < dropped) this.#tooSlow();
    this.#wake();
  }
}
