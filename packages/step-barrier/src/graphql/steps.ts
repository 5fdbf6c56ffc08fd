import { BadUserInput, fingerprint, withoutNulls, type Trace } from '@counterstep/primitives';
import {
  defaultFieldResolver,
  type DirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Barrier, StepOutcome, StepScope } from '../barrier.ts';
import type { Operation } from '../rules.ts';

/** The argument that identifies the attempt; `StepInput` in the schema. */
export interface StepArgument {
  readonly sagaId: string;
  readonly step: string;
  /** The item's key, for an instance of a step that is done once per item; 1 to 100 characters. */
  readonly item?: string | null;
  readonly epoch: number;
  readonly deadline: string;
}

/** The arguments of every step mutation and compensation. */
export interface StepArgs {
  readonly step: StepArgument;
  readonly input: object;
}

/** The result of a step's handler. */
export interface StepResult<Payload, Writes> extends StepOutcome<Payload, Writes> {
  /** Called once this call has committed the writes; not called when an answer is repeated. */
  readonly committed?: () => void;
}

/** Does the work of a step mutation or a compensation; returns what to write and what to answer. */
export type StepHandler<Input, Payload, Context, Writes> = (
  input: Input,
  context: Context,
  scope: StepScope<Writes>,
) => Promise<StepResult<Payload, Writes>>;

/** The handlers of a subgraph, by the name of their mutation. */
export type StepHandlers<Context, Writes> = Readonly<
  // The compiler checks parameters where a handler is defined; this record mixes handlers of different steps.
  Record<string, StepHandler<never, object, Context, Writes>>
>;

/** One call of a step mutation. */
export interface StepCalled {
  readonly mutation: string;
  readonly operation: Operation;
  readonly step: StepArgument;
}

export interface StepsOptions<Context, Writes> {
  readonly handlers: StepHandlers<Context, Writes>;
  readonly barrier: Barrier<Writes>;
  /**
   * Throws unless the caller is the coordinator, the only one that may call steps, compensations and `@internal`
   * fields.
   */
  readonly admit: (context: Context) => void;
  /** Wraps each call, for logs, traces and metrics; it must make the call exactly once, and return its answer. */
  readonly around?: (
    called: StepCalled,
    context: Context,
    run: (context: Context, trace?: Trace) => Promise<object>,
  ) => Promise<object>;
}

type Field<Context> = GraphQLField<unknown, Context>;

const operationOf: Readonly<Record<string, Operation>> = { step: 'invoke', compensation: 'compensate' };

const directivesOf = <Context>(field: Field<Context>): readonly DirectiveNode[] =>
  field.astNode?.directives ?? [];
const stepDirective = <Context>(field: Field<Context>): string | undefined =>
  directivesOf(field).find(({ name }) => name.value in operationOf)?.name.value;
const isInternal = <Context>(field: Field<Context>): boolean =>
  directivesOf(field).some(({ name }) => name.value === 'internal');

/**
 * Puts the barrier around every field that the schema marks with `@step` or `@compensation`, and admits only the
 * coordinator to these and to `@internal` fields.
 *
 * @throws {Error} if a marked field has no handler, or a handler has no marked field.
 */
export function installSteps<Context, Writes>(
  schema: GraphQLSchema,
  options: StepsOptions<Context, Writes>,
): void {
  const missing = new Set(Object.keys(options.handlers));
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of fieldsOf<Context>(type)) {
      const directive = stepDirective(field);
      if (directive !== undefined) {
        missing.delete(field.name);
        installBarrier(field, operationOf[directive] ?? 'invoke', options);
      }
      if (directive !== undefined || isInternal(field)) guard(field, options.admit);
    }
  }
  if (missing.size > 0)
    throw new Error(`Not marked @step or @compensation in the schema: ${[...missing].join(', ')}.`);
}

const fieldsOf = <Context>(type: GraphQLObjectType<unknown, Context> | null | undefined): Field<Context>[] =>
  Object.values<Field<Context>>(type?.getFields() ?? {});

/** The most characters that an item's key may have. */
const MAX_ITEM = 100;

/**
 * Checks the parts of a step's key.
 *
 * @throws {BadUserInput} if the key could also be another step's.
 */
function checkKey({ sagaId, step, item }: StepArgument): void {
  if (sagaId.includes(':')) throw new BadUserInput('sagaId must have no colon.', ['step', 'sagaId']);
  if (step.includes(':')) throw new BadUserInput('step must have no colon.', ['step', 'step']);
  if (item != null && (item === '' || item.length > MAX_ITEM))
    throw new BadUserInput(`item must have 1 to ${MAX_ITEM} characters.`, ['step', 'item']);
}

type AnyHandler<Context, Writes> = StepHandler<object, object, Context, Writes>;

function installBarrier<Context, Writes>(
  field: Field<Context>,
  operation: Operation,
  { handlers, barrier, around = (_called, context, run) => run(context) }: StepsOptions<Context, Writes>,
): void {
  const handler = handlers[field.name] as AnyHandler<Context, Writes> | undefined;
  if (handler === undefined) throw new Error(`The step mutation ${field.name} has no handler.`);
  field.resolve = (_parent, args, context) => {
    const { step, ...given } = args as unknown as StepArgs;
    checkKey(step);
    const input = withoutNulls(given.input);
    return around({ mutation: field.name, operation, step }, context, async (inner, trace) => {
      let committed: StepResult<object, Writes>['committed'];
      const work = async (scope: StepScope<Writes>): Promise<StepResult<object, Writes>> => {
        const result = await handler(input, inner, scope);
        committed = result.committed;
        return result;
      };
      const response = await barrier.run({ ...step, operation, input: fingerprint(input) }, work, trace);
      committed?.();
      return response;
    });
  };
}

function guard<Context>(field: Field<Context>, admit: (context: Context) => void): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = (parent, args, context, info): unknown => {
    admit(context);
    return resolve(parent, args, context, info);
  };
  if (subscribe) {
    field.subscribe = (parent, args, context, info): unknown => {
      admit(context);
      return subscribe(parent, args, context, info);
    };
  }
}
