import { derive } from '@counterstep/service-kit';
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { GatewayContext } from '../context.ts';
import type { ErrorExit } from '../http/errors.ts';
import { areErrors } from '../operations.ts';
import type { Prepare, Start } from '../subscriptions/preparation.ts';
import { unfolded, wrapped } from '../subscriptions/wrapping.ts';

/** The results of one operation of any kind; `return` ends it at once. */
export type Results = AsyncGenerator<FormattedExecutionResult, undefined, undefined>;

export interface OpenedOperation {
  readonly results: Results;
  readonly streams: boolean;
}

/** Opens operations for streams; every failure becomes a result with errors. */
export type OpenOperation = (
  payload: SubscribePayload,
  context: GatewayContext,
  within: object,
) => OpenedOperation;

/**
 * Lets streams execute operations as sockets do, and share subscriptions with them.
 *
 * @throws {RateLimited} when the client has too many operations; the returned function throws it.
 */
export function createOpenOperation(prepare: Prepare, exit: ErrorExit): OpenOperation {
  return (payload, context, within) => {
    const refusal = (errors: readonly GraphQLError[]): FormattedExecutionResult => ({
      errors: exit.presentAll(errors.flatMap(unfolded), context),
    });
    const prepared = prepare(payload, context, within);
    if (areErrors(prepared)) return { streams: false, results: single(Promise.resolve(refusal(prepared))) };
    const { args, streams } = prepared;
    const started = startOf(args)();
    const results =
      Symbol.asyncIterator in started
        ? guarded(started, refusal)
        : single(started as Promise<FormattedExecutionResult>);
    return { streams, results };
  };
}

const startOf = ({ contextValue }: ExecutionArgs): Start => contextValue as Start;

/** A stream of one result. */
async function* single(result: Promise<FormattedExecutionResult>): Results {
  yield await result;
  return undefined;
}

/** Turns a failure of the stream into its last result. */
const guarded = (
  source: AsyncGenerator<ExecutionResult, undefined, undefined>,
  refusal: (errors: readonly GraphQLError[]) => FormattedExecutionResult,
): Results =>
  derive(source, (result) => result as FormattedExecutionResult, {
    recover: (error) => refusal([wrapped(error)]),
  });
