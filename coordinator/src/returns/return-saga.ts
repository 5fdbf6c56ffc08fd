import { sagaIdOf, type SagaDocument, type SagaRunner } from '@counterstep/saga-engine';

export const RETURN_SAGA = 'ReturnOrder';

/** The saga of a return. */
export const sagaOfReturn = (returnId: string): string => sagaIdOf(RETURN_SAGA, returnId, '');

/** The return that a key of somebody stands for. */
export const returnIdOf = (viewerId: string, key: string): string => sagaIdOf('Return', viewerId, key);

export const DECIDED_LIMIT_MS = 5_000;

const hasCome = ({ steps }: SagaDocument, name: string, ...statuses: readonly string[]): boolean =>
  steps.some((step) => step.name === name && statuses.includes(step.status));

const isOver = ({ status }: SagaDocument): boolean =>
  status === 'COMPLETED' || status === 'COMPENSATED' || status === 'STUCK';

/** Whether the return's parcel is booked, or it is known that it will not be. */
export const isBegun = (saga: SagaDocument): boolean =>
  isOver(saga) || hasCome(saga, 'awaitParcel', 'WAITING', 'SUCCEEDED');

/** Whether what was received is counted, or it is known that it will not be. */
export const isAccepted = (saga: SagaDocument): boolean =>
  isOver(saga) || hasCome(saga, 'acceptReturn', 'SUCCEEDED');

export { isOver };

/** Whether the return was recorded: whatever comes after that, it can be read. */
export const isOpened = (saga: SagaDocument): boolean =>
  saga.steps.some(({ name, output }) => name === 'openReturn' && output !== undefined);

/** The saga once the condition holds, or as it is when that takes too long. */
export const awaitSaga = async (
  runner: Pick<SagaRunner, 'until'>,
  saga: SagaDocument,
  condition: (saga: SagaDocument) => boolean,
): Promise<SagaDocument> =>
  (await runner.until(saga.id, condition, DECIDED_LIMIT_MS)) ??
  (await runner.until(saga.id, () => true, 0)) ??
  saga;
