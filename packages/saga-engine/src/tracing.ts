import {
  handedOn,
  parseTraceparent,
  traceIdOf,
  type Attributes,
  type Span,
  type SpanOptions,
  type Trace,
} from '@counterstep/primitives';
import { WriteRejected } from '@counterstep/document-store';
import type { SagaDocument } from './saga-store.ts';
import type { PlannedStep } from './core/definition.ts';
import type { SagaCall } from './core/next-call.ts';
import type { SagaEvent } from './core/state.ts';

/** The telemetry that the engine needs. */
export interface EngineTelemetry {
  /** The attributes that describe the database on commit spans. */
  readonly database: Attributes;
  /** Begins a new trace for work that goes on long after its original trace, and links it to that one. */
  resume(name: string, began: string | undefined, options?: SpanOptions): Span;
}

/** Records nothing; passes traces of callers on. */
export const noEngineTelemetry: EngineTelemetry = {
  database: {},
  resume: (_name, began) => handedOn(parseTraceparent(began)),
};

interface Traced {
  readonly telemetry: EngineTelemetry;
}

type Known = Pick<SagaDocument, 'id' | 'definitionName' | 'subject' | 'correlationId' | 'epoch'>;

const attributesOf = ({ id, definitionName, subject, correlationId, epoch }: Known): Attributes => ({
  'counterstep.saga.id': id,
  'counterstep.saga.type': definitionName,
  'counterstep.saga.subject': subject,
  'counterstep.saga.epoch': epoch,
  'counterstep.correlation_id': correlationId,
});

/** Begins the span of a new saga; `others` are the origins of related sagas, as `traceparent`s. */
export const beginSaga = (trace: Trace, saga: Known, others: readonly string[] = []): Span =>
  trace.begin(
    `saga ${saga.definitionName}`,
    trace.isRecorded ? { links: others, attributes: attributesOf(saga) } : {},
  );

/** Begins the span of further work on an earlier saga. */
export const resumeSaga = ({ telemetry }: Traced, saga: SagaDocument): Span =>
  telemetry.resume(`saga ${saga.definitionName}`, saga.traceparent, { attributes: attributesOf(saga) });

/** A link to the trace in which the saga began, if it is another one, which may have ended long ago. */
const linksOf = ({ traceparent }: SagaDocument, { traceId }: Trace): readonly string[] =>
  traceparent === undefined || traceIdOf(traceparent) === traceId ? [] : [traceparent];

/** Begins the span of an attempt. */
export const beginAttempt = (
  trace: Trace,
  saga: SagaDocument,
  { definition }: PlannedStep,
  call: Pick<SagaCall, 'operation' | 'attempt'>,
): Span => {
  const name = `${call.operation} ${definition.name}`;
  if (!trace.isRecorded) return trace.begin(name);
  const attributes = {
    ...attributesOf(saga),
    'counterstep.step': definition.name,
    'counterstep.operation': call.operation,
    'counterstep.attempt': call.attempt,
    'counterstep.subgraph': definition.subgraph,
  };
  return trace.begin(name, { kind: 'CLIENT', links: linksOf(saga, trace), attributes });
};

/** Runs the store's write within a span, which notes why a write failed. */
export const storeWithin = async <T>(
  { telemetry }: Traced,
  trace: Trace,
  events: readonly SagaEvent[],
  store: () => Promise<T>,
): Promise<T> => {
  if (!trace.isRecorded) return store();
  const span = trace.begin('commit sagas', {
    kind: 'CLIENT',
    attributes: {
      ...telemetry.database,
      'db.operation.name': 'commit',
      'db.collection.name': 'sagas',
      'counterstep.events': events.map(({ type, step }) => (step ? `${type}:${step}` : type)).join(' '),
    },
  });
  try {
    return await store();
  } catch (error) {
    span.fail(error instanceof WriteRejected ? 'WRITE_REJECTED' : 'STORE_UNAVAILABLE');
    throw error;
  } finally {
    span.end();
  }
};
