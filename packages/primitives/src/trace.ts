import { formatTraceparent, type TraceContext } from './traceparent.ts';

/** What is known of a span; undefined says nothing. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * INTERNAL: work of the service itself; CLIENT: it waits for another one; SERVER: it answers a caller; ENTRY: SERVER
 * where the caller is not in this service, else INTERNAL.
 */
export type SpanKind = 'INTERNAL' | 'CLIENT' | 'SERVER' | 'ENTRY';

export interface SpanOptions {
  /** Default: INTERNAL. */
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Other traces that the span has to do with, each as its `traceparent`; what is malformed is left out. */
  readonly links?: readonly string[];
}

/** A place in a trace, below which spans begin. Passed on by hand: nothing is found out behind the scenes. */
export interface Trace {
  /** Whether spans below may be sent; where not, nothing needs to be found out for them. */
  readonly isRecorded: boolean;
  /** 32 hexadecimal digits; undefined where nothing is traced. */
  readonly traceId: string | undefined;
  /** The W3C header under which others go on with the trace; undefined where nothing is traced. */
  readonly traceparent: string | undefined;
  /** Begins a span; whoever begins it ends it. */
  begin(name: string, options?: SpanOptions): Span;
  /** Has the work done as a span, which ends with it; what the work throws is noted and thrown. */
  during<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
}

/** Something that takes time. */
export interface Span extends Trace {
  note(attributes: Attributes): void;
  /** Says that it failed: an error code or the name of an error, and never a text that somebody has written. */
  fail(type: string): void;
  end(): void;
}

const ignore = (): void => undefined;

/** Stands for everything below a place of which nothing is recorded. */
class UnrecordedSpan implements Span {
  readonly isRecorded = false;
  readonly traceId: string | undefined;
  readonly traceparent: string | undefined;
  readonly note = ignore;
  readonly fail = ignore;
  readonly end = ignore;

  constructor(context?: TraceContext) {
    this.traceId = context?.traceId;
    this.traceparent = context && formatTraceparent(context);
  }

  begin(): Span {
    return this;
  }

  during<T>(_name: string, _options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
    return work(this);
  }
}

/** The place of everything where nothing is traced. */
export const noTrace: Span = new UnrecordedSpan();

/** The place of a caller's work in a service that records nothing: it hands on whose trace it is. */
export const handedOn = (context: TraceContext | undefined): Span =>
  context === undefined ? noTrace : new UnrecordedSpan(context);
