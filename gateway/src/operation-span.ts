import type { Attributes, Span } from '@counterstep/service-kit';
import type { GatewayContext } from './context.ts';
import type { PreparedOperation } from './execution.ts';

/** Clients choose names of operations; longer ones are cut. */
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

/** Has an operation's work done as its span; errors in its result are no failure of the operation. */
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

/** A subscription may last for days: what is traced of it is that it was begun, and not its events. */
export function beginSubscription(prepared: PreparedOperation, { trace }: GatewayContext): void {
  if (!trace.isRecorded) return;
  const { title, attributes } = named(prepared);
  trace.begin(title, { kind: 'ENTRY', attributes }).end();
}
