import {
  defaultFieldResolver,
  type DirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Barrier, Operation, StepOutcome, StepScope } from '@counterstep/step-barrier';
import { CodedError, Forbidden, fingerprint, withoutNulls } from '@counterstep/primitives';
import type { RequestContext } from './context.ts';

/** The argument that says which attempt a call is; `StepInput` in the schema. */
export interface StepArgument {
  readonly sagaId: string;
  readonly step: string;
  readonly epoch: number;
  readonly deadline: string;
}

/** The arguments of every step mutation and compensation. */
export interface StepArgs {
  readonly step: StepArgument;
  readonly input: object;
}

/** Does the work of a step mutation or a compensation: what to write, and what to answer. */
export type StepHandler<Args extends StepArgs, Payload, Context extends RequestContext> = (
  input: Args['input'],
  context: Context,
  scope: StepScope,
) => Promise<StepResult<Payload>>;

/** What a step has decided. */
export interface StepResult<Payload> extends StepOutcome<Payload> {
  /** Called once its writes are committed by this very call, and not for an answer that is repeated. */
  readonly committed?: () => void;
}

/** Is told of each call of a step mutation, with how long it took in seconds. */
export type StepListener = (
  call: {
    readonly mutation: string;
    readonly operation: Operation;
    readonly outcome: 'done' | 'rejected' | 'failed';
  },
  seconds: number,
) => void;

/** The handlers of a subgraph, by the name of their mutation. */
export type StepHandlers<Context extends RequestContext> = Readonly<
  // Parameters are checked where a handler is written; here handlers of different steps stand side by side.
  Record<string, StepHandler<never, object, Context>>
>;

type Field = GraphQLField<unknown, RequestContext>;

const operationOf: Readonly<Record<string, Operation>> = { step: 'invoke', compensation: 'compensate' };

const directivesOf = (field: Field): readonly DirectiveNode[] => field.astNode?.directives ?? [];
const stepDirective = (field: Field): string | undefined =>
  directivesOf(field).find(({ name }) => name.value in operationOf)?.name.value;
const isInternal = (field: Field): boolean =>
  directivesOf(field).some(({ name }) => name.value === 'internal');

/**
 * Puts the barrier around every field that the schema marks with `@step` or `@compensation`, and keeps everybody but
 * the coordinator from these and from `@internal` fields.
 *
 * @throws {Error} when a marked field has no handler, or a handler no marked field.
 */
export function installSteps<Context extends RequestContext>(
  schema: GraphQLSchema,
  handlers: StepHandlers<Context>,
  barrier: Barrier,
  listener: StepListener = () => undefined,
): void {
  const missing = new Set(Object.keys(handlers));
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of fieldsOf(type)) {
      const directive = stepDirective(field);
      if (directive !== undefined) {
        const handler = handlers[field.name];
        if (handler === undefined) throw new Error(`The step mutation ${field.name} has no handler.`);
        missing.delete(field.name);
        const operation = operationOf[directive] ?? 'invoke';
        installBarrier(field, operation, handler as AnyHandler, { barrier, listener });
      }
      if (directive !== undefined || isInternal(field)) guard(field);
    }
  }
  if (missing.size > 0)
    throw new Error(`Not marked @step or @compensation in the schema: ${[...missing].join(', ')}.`);
}

type AnyHandler = (input: object, context: RequestContext, scope: StepScope) => Promise<StepResult<object>>;

const fieldsOf = (type: GraphQLObjectType<unknown, RequestContext> | null | undefined): Field[] =>
  Object.values<Field>(type?.getFields() ?? {});

interface Installation {
  readonly barrier: Barrier;
  readonly listener: StepListener;
}

function installBarrier(
  field: Field,
  operation: Operation,
  handler: AnyHandler,
  { barrier, listener }: Installation,
): void {
  field.resolve = async (_parent, args, context) => {
    const { step, ...given } = args as unknown as StepArgs;
    const input = withoutNulls(given.input);
    const startedAt = performance.now();
    const tell = (outcome: Parameters<StepListener>[0]['outcome']): void => {
      listener({ mutation: field.name, operation, outcome }, (performance.now() - startedAt) / 1000);
    };
    const log = context.log.child({ sagaId: step.sagaId, step: step.step, operation, epoch: step.epoch });
    try {
      const about = { kind: 'INTERNAL', attributes: attributesOf(step, operation) } as const;
      return await context.trace.during(field.name, about, async (trace) => {
        let committed: StepResult<object>['committed'];
        const work = async (scope: StepScope): Promise<StepResult<object>> => {
          const result = await handler(input, { ...context, log, trace }, scope);
          committed = result.committed;
          return result;
        };
        const call = { ...step, operation, input: fingerprint(input) };
        const response = await barrier.run(call, work, trace);
        committed?.();
        const { rejection } = response as { readonly rejection?: { readonly code: string } | null };
        trace.note({ 'counterstep.rejection': rejection?.code });
        log.info({ rejected: rejection?.code }, 'step answered');
        tell(rejection ? 'rejected' : 'done');
        return response;
      });
    } catch (error) {
      tell('failed');
      log.info({ code: error instanceof CodedError ? error.code : 'INTERNAL_SERVER_ERROR' }, 'step failed');
      throw error;
    }
  };
}

const attributesOf = ({ sagaId, step, epoch }: StepArgument, operation: Operation) => ({
  'counterstep.saga.id': sagaId,
  'counterstep.step': step,
  'counterstep.operation': operation,
  'counterstep.saga.epoch': epoch,
});

function guard(field: Field): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  const check = (context: RequestContext): void => {
    if (context.caller.service !== 'coordinator') throw new Forbidden('Only the coordinator may do this.');
  };
  field.resolve = (parent, args, context, info): unknown => {
    check(context);
    return resolve(parent, args, context, info);
  };
  if (subscribe) {
    field.subscribe = (parent, args, context, info): unknown => {
      check(context);
      return subscribe(parent, args, context, info);
    };
  }
}
