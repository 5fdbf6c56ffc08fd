import { BadUserInput } from '@counterstep/service-kit';
import { maySee } from '@counterstep/service-kit/server';
import { sequenceOf, type SagaDocument } from '@counterstep/saga-engine';
import type { SagaContext } from './context.ts';
import { followSaga, type SagaProgress } from './progress.ts';

/** The saga if the viewer may see it, because it is theirs or they are an ADMIN. */
export const visibleSaga = (
  context: SagaContext,
  saga: SagaDocument | undefined,
): SagaDocument | undefined => (saga !== undefined && maySee(context, saga.owner ?? '') ? saga : undefined);

/** The newest 50 sagas about the subject that the viewer may see, oldest first. */
export async function visibleSagas(context: SagaContext, subject: string): Promise<readonly SagaDocument[]> {
  const sagas = await context.loaders.sagasOfSubject.load(subject);
  return sagas.filter((saga) => visibleSaga(context, saga) !== undefined);
}

/**
 * The sequence number that an argument gives; 0 by default.
 *
 * @throws {BadUserInput} if the argument is negative.
 */
export function sequenceArgument(afterSequence: number | null | undefined): number {
  const sequence = afterSequence ?? 0;
  if (sequence < 0) throw new BadUserInput('afterSequence must not be negative.', ['afterSequence']);
  return sequence;
}

/** The sequence number to follow the latest saga from: 0 if the given one is of an earlier saga. */
export function sequenceInLatest(
  sagas: readonly SagaDocument[],
  afterSequence: number | null | undefined,
): number | null | undefined {
  const latest = sagas.at(-1);
  if (afterSequence == null || latest === undefined || afterSequence <= sequenceOf(latest))
    return afterSequence;
  return sagas.some((saga) => sequenceOf(saga) >= afterSequence) ? 0 : afterSequence;
}

/** The argument that names a saga, and the message if the viewer can see no such saga. */
export interface Named {
  readonly argument: string;
  readonly absent: string;
}

/**
 * Follows the events of a saga that the viewer may see.
 *
 * @throws {BadUserInput} if there is no such saga, or it belongs to someone else: the two must look the same.
 */
export function followVisible(
  context: SagaContext,
  saga: SagaDocument | undefined,
  { argument, absent }: Named,
  afterSequence: number | null | undefined,
): AsyncIterableIterator<SagaProgress> {
  const sequence = sequenceArgument(afterSequence);
  const visible = visibleSaga(context, saga);
  if (visible === undefined) throw new BadUserInput(absent, [argument]);
  return followSaga(context.runner, context.sagas, visible.id, sequence);
}
