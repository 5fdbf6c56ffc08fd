import { CodedError, Forbidden } from '@counterstep/primitives';
import { CALLERS } from '@counterstep/identity';
import type { Barrier, Operation } from '@counterstep/step-barrier';
import type { DocumentWrites } from '@counterstep/step-barrier/document-store';
import * as graphql from '@counterstep/step-barrier/graphql';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.ts';

export type { StepArgs, StepArgument } from '@counterstep/step-barrier/graphql';

/** The result of a step's handler. */
export type StepResult<Payload> = graphql.StepResult<Payload, DocumentWrites>;

/** Does the work of a step mutation or a compensation; returns what to write and what to answer. */
export type StepHandler<
  Args extends graphql.StepArgs,
  Payload,
  Context extends RequestContext,
> = graphql.StepHandler<Args['input'], Payload, Context, DocumentWrites>;

/** The handlers of a subgraph, by the name of their mutation. */
export type StepHandlers<Context extends RequestContext> = graphql.StepHandlers<Context, DocumentWrites>;

/** Receives each call of a step mutation with its duration, in seconds. */
export type StepListener = (
  call: {
    readonly mutation: string;
    readonly operation: Operation;
    readonly outcome: 'done' | 'waiting' | 'rejected' | 'failed';
  },
  seconds: number,
) => void;

interface Answered {
  readonly rejection?: { readonly code: string } | null;
  readonly waiting?: { readonly for: string } | null;
}

/**
 * Puts the barrier around every field that the schema marks with `@step` or `@compensation`, with log and trace, and
 * admits only the coordinator to these and to `@internal` fields.
 *
 * @throws {Error} if a marked field has no handler, or a handler has no marked field.
 */
export function installSteps<Context extends RequestContext>(
  schema: GraphQLSchema,
  handlers: StepHandlers<Context>,
  barrier: Barrier<DocumentWrites>,
  listener: StepListener = () => undefined,
): void {
  graphql.installSteps<Context, DocumentWrites>(schema, {
    handlers,
    barrier,
    admit: ({ caller }) => {
      if (caller.service !== CALLERS.sagas) throw new Forbidden('Only the coordinator may do this.');
    },
    around: async ({ mutation, operation, step }, context, run) => {
      const startedAt = performance.now();
      const tell = (outcome: Parameters<StepListener>[0]['outcome']): void => {
        listener({ mutation, operation, outcome }, (performance.now() - startedAt) / 1000);
      };
      const { sagaId, item, epoch } = step;
      const about = { sagaId, step: step.step, ...(item != null && { item }), operation, epoch };
      const log = context.log.child(about);
      try {
        const span = { kind: 'INTERNAL', attributes: attributesOf(step, operation) } as const;
        return await context.trace.during(mutation, span, async (trace) => {
          const response: Answered = await run({ ...context, log, trace }, trace);
          const code = response.rejection?.code;
          trace.note({ 'counterstep.rejection': code });
          const waitsFor = operation === 'invoke' ? response.waiting?.for : undefined;
          log.info({ rejected: code, waitsFor }, 'step answered');
          tell(code !== undefined ? 'rejected' : waitsFor !== undefined ? 'waiting' : 'done');
          return response;
        });
      } catch (error) {
        tell('failed');
        const code = error instanceof CodedError ? error.code : 'INTERNAL_SERVER_ERROR';
        log.info({ code }, 'step failed');
        throw error;
      }
    },
  });
}

const attributesOf = ({ sagaId, step, item, epoch }: graphql.StepArgument, operation: Operation) => ({
  'counterstep.saga.id': sagaId,
  'counterstep.step': step,
  ...(item != null && { 'counterstep.item': item }),
  'counterstep.operation': operation,
  'counterstep.saga.epoch': epoch,
});
