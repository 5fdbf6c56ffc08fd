import { sagaIdOf, type SagaDocument, type SagaRunner } from '@counterstep/saga-engine';

export const RETURN_SAGA = 'ReturnOrder';

/** The id of a return's saga. */
export const sagaOfReturn = (returnId: string): string => sagaIdOf(RETURN_SAGA, returnId, '');

/** The id of the return that a viewer requests under an idempotency key. */
export const returnIdOf = (viewerId: string, key: string): string => sagaIdOf('Return', viewerId, key);

export const DECIDED_LIMIT_MS = 5_000;

const hasCome = ({ steps }: SagaDocument, name: string, ...statuses: readonly string[]): boolean =>
  steps.some((step) => step.name === name && statuses.includes(step.status));

const isOver = ({ status }: SagaDocument): boolean =>
  status === 'COMPLETED' || status === 'COMPENSATED' || status === 'STUCK';

/** Whether the return's parcel is booked, or certainly never will be. */
export const isBegun = (saga: SagaDocument): boolean =>
  isOver(saga) || hasCome(saga, 'awaitParcel', 'WAITING', 'SUCCEEDED');

/** Whether the received units are counted, or certainly never will be. */
export const isAccepted = (saga: SagaDocument): boolean =>
  isOver(saga) || hasCome(saga, 'acceptReturn', 'SUCCEEDED');

export { isOver };

/** Whether the return was recorded, and so can be read whatever happens later. */
export const isOpened = (saga: SagaDocument): boolean =>
  saga.steps.some(({ name, output }) => name === 'openReturn' && output !== undefined);

/** Waits until the condition holds, and returns the saga as it is if that takes too long. */
export const awaitSaga = async (
  runner: Pick<SagaRunner, 'until'>,
  saga: SagaDocument,
  condition: (saga: SagaDocument) => boolean,
): Promise<SagaDocument> =>
  (await runner.until(saga.id, condition, DECIDED_LIMIT_MS)) ??
  (await runner.until(saga.id, () => true, 0)) ??
  saga;
