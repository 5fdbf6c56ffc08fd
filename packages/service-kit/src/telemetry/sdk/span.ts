import {
  ROOT_CONTEXT,
  SpanKind as SdkKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes as SdkAttributes,
  type Context,
  type Link,
  type Span as SdkSpan,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import {
  CodedError,
  type Attributes,
  type Span,
  type SpanKind,
  type SpanOptions,
  type Trace,
  formatTraceparent,
  parseTraceparent,
  type TraceContext,
} from '@counterstep/primitives';

/** The settings for beginning a service's spans. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Whether an unsampled span's descendants are unsampled, too. */
  readonly parentBased: boolean;
  /** Whether each service decides by the trace's id what it samples. */
  readonly decidesById: boolean;
}

/** The attributes without undefined ones. */
export function given(attributes: Attributes): SdkAttributes {
  const all: SdkAttributes = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) all[name] = value;
  return all;
}

export const remoteContext = ({ traceId, spanId, sampled }: TraceContext): SpanContext => ({
  ...{ traceId, spanId, isRemote: true },
  traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
});

/** The links for `traceparent` headers; leaves out malformed ones. */
export const linksOf = (traceparents: readonly string[] = []): Link[] =>
  traceparents.flatMap((header) => {
    const context = parseTraceparent(header);
    return context ? [{ context: remoteContext(context) }] : [];
  });

const kinds = { INTERNAL: SdkKind.INTERNAL, CLIENT: SdkKind.CLIENT, SERVER: SdkKind.SERVER } as const;

const kindOf = (kind: SpanKind, parent: SpanContext | undefined): SdkKind => {
  if (kind !== 'ENTRY') return kinds[kind];
  return parent === undefined || parent.isRemote ? SdkKind.SERVER : SdkKind.INTERNAL;
};

/** Begins a span in a context, which determines its parent. */
export function beginIn(tracing: Tracing, context: Context, name: string, options: SpanOptions): Span {
  const { kind = 'INTERNAL', attributes = {}, links } = options;
  const span = tracing.tracer.startSpan(
    name,
    {
      kind: kindOf(kind, trace.getSpanContext(context)),
      attributes: given(attributes),
      links: linksOf(links),
    },
    context,
  );
  return new BegunSpan(tracing, span);
}

const errorTypeOf = (error: unknown): string => {
  if (error instanceof CodedError) return error.code;
  return error instanceof Error ? error.name : 'Error';
};

async function during<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    span.fail(errorTypeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

class BegunSpan implements Span {
  readonly #tracing: Tracing;
  readonly #span: SdkSpan;
  #context: Context | undefined;

  constructor(tracing: Tracing, span: SdkSpan) {
    this.#tracing = tracing;
    this.#span = span;
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  get traceparent(): string {
    return formatTraceparent({ ...this.#span.spanContext(), sampled: this.#isSampled() });
  }

  // An unsampled span costs next to nothing, because it represents all spans below it.
  get isRecorded(): boolean {
    return !this.#tracing.parentBased || this.#isSampled();
  }

  begin(name: string, options: SpanOptions = {}): Span {
    if (!this.isRecorded) return this;
    this.#context ??= trace.setSpan(ROOT_CONTEXT, this.#span);
    return beginIn(this.#tracing, this.#context, name, options);
  }

  during<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
    const span = this.begin(name, options);
    return span === this ? work(span) : during(span, work);
  }

  note(attributes: Attributes): void {
    if (this.#span.isRecording()) this.#span.setAttributes(given(attributes));
  }

  fail(type: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.setAttribute('error.type', type);
  }

  end(): void {
    this.#span.end();
  }

  #isSampled(): boolean {
    return (this.#span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
  }
}

/** A caller's trace, in which this service has no span yet. */
export class JoinedTrace implements Trace {
  readonly isRecorded = true;
  readonly traceId: string | undefined;
  readonly traceparent: string | undefined;
  readonly #tracing: Tracing;
  readonly #context: Context;

  constructor(tracing: Tracing, context: Context, remote?: TraceContext) {
    this.#tracing = tracing;
    this.#context = context;
    this.traceparent = remote && formatTraceparent(remote);
    this.traceId = remote?.traceId;
  }

  begin(name: string, options: SpanOptions = {}): Span {
    return beginIn(this.#tracing, this.#context, name, options);
  }

  during<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
    return during(this.begin(name, options), work);
  }
}
