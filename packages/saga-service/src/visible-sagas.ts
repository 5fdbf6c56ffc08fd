import { BadUserInput } from '@counterstep/service-kit';
import { maySee } from '@counterstep/service-kit/server';
import { sequenceOf, type SagaDocument } from '@counterstep/saga-engine';
import type { SagaContext } from './context.ts';
import { followSaga, type SagaProgress } from './progress.ts';

/** The saga where the viewer may see it: it is theirs, or they are an ADMIN. */
export const visibleSaga = (
  context: SagaContext,
  saga: SagaDocument | undefined,
): SagaDocument | undefined => (saga !== undefined && maySee(context, saga.owner ?? '') ? saga : undefined);

/** The newest 50 sagas about the subject that the viewer may see, oldest first. */
export async function visibleSagas(context: SagaContext, subject: string): Promise<readonly SagaDocument[]> {
  const sagas = await context.loaders.sagasOfSubject.load(subject);
  return sagas.filter((saga) => visibleSaga(context, saga) !== undefined);
}

/** @throws {BadUserInput} when it is negative. */
export function sequenceArgument(afterSequence: number | null | undefined): number {
  const sequence = afterSequence ?? 0;
  if (sequence < 0) throw new BadUserInput('afterSequence must not be negative.', ['afterSequence']);
  return sequence;
}

/** What is known of the latest saga: nothing, where only an earlier one has come as far as the given sequence. */
export function sequenceInLatest(
  sagas: readonly SagaDocument[],
  afterSequence: number | null | undefined,
): number | null | undefined {
  const latest = sagas.at(-1);
  if (afterSequence == null || latest === undefined || afterSequence <= sequenceOf(latest))
    return afterSequence;
  return sagas.some((saga) => sequenceOf(saga) >= afterSequence) ? 0 : afterSequence;
}

/** The argument that names a saga, and what is said where there is none that the viewer may see. */
export interface Named {
  readonly argument: string;
  readonly absent: string;
}

/** @throws {BadUserInput} when there is no such saga, or it is somebody else's: the two must look the same. */
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
