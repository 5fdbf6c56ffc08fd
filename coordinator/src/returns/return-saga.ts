import { sagaIdOf, type SagaDocument } from '@counterstep/saga-engine';
import { hasStopped } from '../await-saga.ts';

export const RETURN_SAGA = 'ReturnOrder';

/** The id of a return's saga. */
export const sagaOfReturn = (returnId: string): string => sagaIdOf(RETURN_SAGA, returnId, '');

/** The id of the return that a viewer requests under an idempotency key. */
export const returnIdOf = (viewerId: string, key: string): string => sagaIdOf('Return', viewerId, key);

const hasCome = ({ steps }: SagaDocument, name: string, ...statuses: readonly string[]): boolean =>
  steps.some((step) => step.name === name && statuses.includes(step.status));

/** Whether the return's parcel is booked, or will not be booked soon. */
export const isParcelDecided = (saga: SagaDocument): boolean =>
  hasStopped(saga) || hasCome(saga, 'awaitParcel', 'WAITING', 'SUCCEEDED');

/** Whether the received units are counted, or will not be counted soon. */
export const isReceiptDecided = (saga: SagaDocument): boolean =>
  hasStopped(saga) || hasCome(saga, 'acceptReturn', 'SUCCEEDED');

/** Whether the return was recorded, and so can be read whatever happens later. */
export const isOpened = (saga: SagaDocument): boolean =>
  saga.steps.some(({ name, output }) => name === 'openReturn' && output !== undefined);
