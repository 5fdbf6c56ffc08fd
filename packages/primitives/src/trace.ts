import { formatTraceparent, type TraceContext } from './traceparent.ts';

/** The attributes of a span; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The kind of a span. INTERNAL: the service's own work; CLIENT: it waits for another service; SERVER: it answers a
 * caller; ENTRY: SERVER if the caller is outside of this service, else INTERNAL.
 */
export type SpanKind = 'INTERNAL' | 'CLIENT' | 'SERVER' | 'ENTRY';

export interface SpanOptions {
  /** The kind of the span; default: INTERNAL. */
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Related traces, each as a `traceparent`; malformed ones are left out. */
  readonly links?: readonly string[];
}

/** A place in a trace, below which spans begin. It is always passed explicitly. */
export interface Trace {
  /** Whether spans below may be sent; if not, callers need not compute attributes for them. */
  readonly isRecorded: boolean;
  /** The trace's id, 32 hexadecimal digits; undefined if nothing is traced. */
  readonly traceId: string | undefined;
  /** The W3C header by which other services continue the trace; undefined if nothing is traced. */
  readonly traceparent: string | undefined;
  /** Begins a span, which the caller must end. */
  begin(name: string, options?: SpanOptions): Span;
  /** Does the work within a span, which ends with it; notes and rethrows an error of the work. */
  during<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
}

/** A span of a trace: work that takes time. */
export interface Span extends Trace {
  note(attributes: Attributes): void;
  /** Marks the span as failed, by an error code or the name of an error, never by free text. */
  fail(type: string): void;
  end(): void;
}

const ignore = (): void => undefined;

/** Represents every span below a place of which nothing is recorded. */
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

/** The place in a trace of work that is not traced. */
export const noTrace: Span = new UnrecordedSpan();

/** The place of a caller's work in a service that records nothing, but passes the caller's trace on. */
export const handedOn = (context: TraceContext | undefined): Span =>
  context === undefined ? noTrace : new UnrecordedSpan(context);
