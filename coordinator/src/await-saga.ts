import { hasEnded, type SagaDocument, type SagaRunner } from '@counterstep/saga-engine';

/** How long a mutation waits for a saga's decision, in ms. */
export const DECIDED_LIMIT_MS = 5_000;

/** How long a mutation waits for a saga's end, in ms. */
export const FINISHED_LIMIT_MS = 10_000;

/** Whether a saga has ended, or is stuck until an operator acts. */
export const hasStopped = (saga: Pick<SagaDocument, 'status'>): boolean =>
  hasEnded(saga) || saga.status === 'STUCK';

/** Whether a saga's outcome is known, or will not be known soon. */
export const isOutcomeKnown = (saga: Pick<SagaDocument, 'status' | 'direction' | 'steps'>): boolean =>
  hasStopped(saga) ||
  (saga.direction === 'FORWARD' &&
    saga.steps.some(({ kind, status }) => kind === 'PIVOT' && status === 'SUCCEEDED'));

/** Waits until the condition holds, at most so many ms; returns the saga in its latest known state. */
export const awaitSaga = async (
  runner: Pick<SagaRunner, 'until'>,
  saga: SagaDocument,
  condition: (saga: SagaDocument) => boolean,
  limitMs = DECIDED_LIMIT_MS,
): Promise<SagaDocument> =>
  (await runner.until(saga.id, condition, limitMs)) ?? (await runner.until(saga.id, () => true, 0)) ?? saga;
