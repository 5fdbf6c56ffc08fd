import type { SagaDocument } from '@counterstep/saga-engine';

/** Why an order is cancelled where somebody asked for it. */
export const requestCodes = ['REQUESTED_BY_CUSTOMER', 'REQUESTED_BY_ADMIN'] as const;
export type RequestCode = (typeof requestCodes)[number];

/** Why an order is not cancelled: a code in upper case, and a sentence that the customer may read. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What the decision on a cancellation depends on. */
export type KnownSaga = Pick<
  SagaDocument,
  'definitionName' | 'status' | 'direction' | 'steps' | 'failure' | 'archivedAt'
>;

/** How an order is to be cancelled, given its sagas. */
export type CancellationDecision<Saga extends KnownSaga> =
  | { readonly kind: 'unknown-order' }
  /** Its placing is cancelled for another reason, or was; or it is too long ago. */
  | { readonly kind: 'refuse'; readonly saga: Saga; readonly refusal: Refusal }
  /** This saga cancels it already, or has cancelled it. */
  | { readonly kind: 'follow'; readonly saga: Saga }
  /** It is being placed, and may not have passed its pivot. */
  | { readonly kind: 'turn-back'; readonly placing: Saga }
  /** It is placed; `attempt` is how many sagas have tried to cancel it before, and could not. */
  | { readonly kind: 'begin'; readonly placing: Saga; readonly attempt: number };

const isRequested = ({ failure }: KnownSaga): boolean => requestCodes.some((code) => code === failure?.code);

const isPlaced = ({ status, steps }: KnownSaga): boolean =>
  status === 'COMPLETED' || steps.some(({ kind, status }) => kind === 'PIVOT' && status === 'SUCCEEDED');

/**
 * Decides how an order is cancelled; `passedPivot` where its placing has refused to turn back. `unread` is how many
 * cancellations there were that could not cancel it, beside the known sagas.
 */
export function decideCancellation<Saga extends KnownSaga>(
  sagas: readonly Saga[],
  passedPivot: boolean,
  unread = 0,
): CancellationDecision<Saga> {
  const placing = sagas.find(({ definitionName }) => definitionName === 'PlaceOrder');
  if (placing === undefined) return { kind: 'unknown-order' };
  if (placing.direction === 'BACKWARD') {
    return isRequested(placing)
      ? { kind: 'follow', saga: placing }
      : { kind: 'refuse', saga: placing, refusal: cancelledBefore(placing) };
  }
  const cancellations = sagas.filter(({ definitionName }) => definitionName === 'CancelOrder');
  const current = cancellations.find(({ status }) => status !== 'COMPENSATED');
  if (current !== undefined) return { kind: 'follow', saga: current };
  // Whom to write to, and what to take back, went with the details of the saga.
  if (placing.archivedAt !== undefined) return { kind: 'refuse', saga: placing, refusal: tooOld };
  return isPlaced(placing) || passedPivot
    ? { kind: 'begin', placing, attempt: cancellations.length + unread }
    : { kind: 'turn-back', placing };
}

/** The same that the step says which takes the parcel back. */
export const handedOver: Refusal = {
  code: 'SHIPMENT_HANDED_OVER',
  message: 'The parcel is on its way already.',
};

const tooOld: Refusal = {
  code: 'ORDER_TOO_OLD',
  message: 'The order was placed too long ago to be cancelled.',
};

const cancelledBefore = ({ failure }: KnownSaga): Refusal => ({
  code: 'ALREADY_CANCELLED',
  message: `The order is cancelled already: ${failure?.message ?? 'it could not be placed.'}`,
});

/** Why a saga does not cancel its order after all; undefined where it does, or where that is not known yet. */
export const refusalOf = ({ definitionName, direction, failure }: KnownSaga): Refusal | undefined =>
  definitionName === 'CancelOrder' && direction === 'BACKWARD' ? failure : undefined;

/** Whether it is known what becomes of a cancellation, and no more is known soon. */
export const isDecided = ({ status, direction, steps }: KnownSaga): boolean =>
  status === 'COMPLETED' ||
  status === 'COMPENSATED' ||
  status === 'STUCK' ||
  (direction === 'FORWARD' && steps.some(({ kind, status }) => kind === 'PIVOT' && status === 'SUCCEEDED'));
