import { checkLength, type UserError, type ValidationError } from '@counterstep/service-kit';
import { requireAdmin, type RequestContext } from '@counterstep/service-kit/server';
import type { Refusal, SagaCommand, SagaDocument, SagaRunner } from '@counterstep/saga-engine';
import { snapshotOf, type SnapshotSources } from './snapshot.ts';

type SagaActionError = ValidationError | UserError<'SagaNotFound'> | UserError<'SagaActionRefused'>;

export interface SagaActionResult {
  readonly saga: SagaDocument | null;
  readonly errors: readonly SagaActionError[];
}

/** The context of an operator's command. */
export interface OperatorContext extends SnapshotSources, Pick<RequestContext, 'viewer'> {
  readonly runner: Pick<SagaRunner, 'command'>;
}

interface Action {
  readonly sagaId: string;
  readonly reason: string;
}

type Anonymous<T> = T extends unknown ? Omit<T, 'actor' | 'reason'> : never;

const REASON_LENGTH = 500;

const notFound: SagaActionError = {
  __typename: 'SagaNotFound',
  code: 'SAGA_NOT_FOUND',
  message: 'There is no such saga.',
  path: ['input', 'sagaId'],
};

const refused = ({ code, message, path = ['sagaId'] }: Refusal): SagaActionError => ({
  __typename: 'SagaActionRefused',
  code,
  message,
  path: ['input', ...path],
});

/**
 * Gives a saga an operator's command.
 *
 * @throws {Forbidden} if the viewer is not an ADMIN.
 * @throws {StoreUnavailable} when it is unknown whether the command was taken; it may be given again.
 */
export async function operateSaga(
  { sagaId, reason }: Action,
  command: Anonymous<SagaCommand>,
  context: OperatorContext,
): Promise<SagaActionResult> {
  const { email: actor } = requireAdmin(context);
  const problems = checkLength(reason, ['input', 'reason'], 1, REASON_LENGTH);
  if (problems.length > 0) return { saga: null, errors: problems };
  const result = await context.runner.command(sagaId, { ...command, actor, reason: reason.trim() });
  switch (result.kind) {
    case 'done':
      return { saga: await snapshotOf(context, result.saga), errors: [] };
    case 'refused':
      return { saga: await snapshotOf(context, result.saga), errors: [refused(result.refusal)] };
    case 'absent':
      return { saga: null, errors: [notFound] };
  }
}
