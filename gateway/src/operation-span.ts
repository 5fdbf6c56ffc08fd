import type { Attributes, Span } from '@counterstep/service-kit';
import type { GatewayContext } from './context.ts';
import type { PreparedOperation } from './execution.ts';

/** The longest operation name in a span, in characters; clients choose names, so longer ones are cut. */
const LONGEST_NAME = 64;

const named = ({
  operation,
}: PreparedOperation): { readonly title: string; readonly attributes: Attributes } => {
  const { operation: type, name } = operation.operation;
  const text = name?.value.slice(0, LONGEST_NAME);
  return {
    title: text === undefined ? type : `${type} ${text}`,
    attributes: { 'graphql.operation.type': type, 'graphql.operation.name': text },
  };
};

/** Runs an operation's work in a span; errors in its result do not fail the span. */
export function duringOperation<T>(
  prepared: PreparedOperation,
  context: GatewayContext,
  work: (context: GatewayContext) => Promise<T>,
): Promise<T> {
  if (!context.trace.isRecorded) return work(context);
  const { title, attributes } = named(prepared);
  const options = {
    kind: 'ENTRY',
    attributes: { ...attributes, 'counterstep.correlation_id': context.correlationId },
  } as const;
  return context.trace.during(title, options, (trace: Span) => work({ ...context, trace }));
}

/** Traces only the beginning of a subscription, not its events: it may last for days. */
export function beginSubscription(prepared: PreparedOperation, { trace }: GatewayContext): void {
  if (!trace.isRecorded) return;
  const { title, attributes } = named(prepared);
  trace.begin(title, { kind: 'ENTRY', attributes }).end();
}
