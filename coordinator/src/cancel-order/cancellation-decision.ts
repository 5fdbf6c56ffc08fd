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
  'definitionName' | 'status' | 'direction' | 'steps' | 'failure' | 'archivedAt' | 'requestHash'
>;

/** What is asked for, by its fingerprint: all of an order, or lines of it. */
export interface Wanted {
  readonly hash: string;
  /** The fingerprint of a request for all of the order. */
  readonly wholeHash: string;
}

/** How an order is to be cancelled, given its sagas. */
export type CancellationDecision<Saga extends KnownSaga> =
  | { readonly kind: 'unknown-order' }
  /** Its placing is cancelled for another reason, or was; or another cancellation is under way; or it is too long ago. */
  | { readonly kind: 'refuse'; readonly saga: Saga; readonly refusal: Refusal }
  /** This saga cancels it already, or has cancelled it. */
  | { readonly kind: 'follow'; readonly saga: Saga }
  /** It is being placed, and may not have passed its pivot. */
  | { readonly kind: 'turn-back'; readonly placing: Saga }
  /** It is placed; `attempt` is how many sagas there are that have cancelled a part of it, or could not cancel it. */
  | { readonly kind: 'begin'; readonly placing: Saga; readonly attempt: number };

const isRequested = ({ failure }: KnownSaga): boolean => requestCodes.some((code) => code === failure?.code);

const isPlaced = ({ status, steps }: KnownSaga): boolean =>
  status === 'COMPLETED' || steps.some(({ kind, status }) => kind === 'PIVOT' && status === 'SUCCEEDED');

/** Whether a saga cancels all that is left of its order, as it was asked to or because the lines come to that. */
const isWhole = ({ requestHash, steps }: KnownSaga, { wholeHash }: Wanted): boolean =>
  requestHash === wholeHash || steps.some(({ output }) => output?.['whole'] === true);

/**
 * Decides how an order is cancelled; `passedPivot` where its placing has refused to turn back. `unread` is how many
 * sagas there are beside the known ones.
 */
export function decideCancellation<Saga extends KnownSaga>(
  sagas: readonly Saga[],
  wanted: Wanted,
  passedPivot: boolean,
  unread = 0,
): CancellationDecision<Saga> {
  const placing = sagas.find(({ definitionName }) => definitionName === 'PlaceOrder');
  if (placing === undefined) return { kind: 'unknown-order' };
  const wantsAll = wanted.hash === wanted.wholeHash;
  const refuse = (saga: Saga, refusal: Refusal) => ({ kind: 'refuse', saga, refusal }) as const;
  if (placing.direction === 'BACKWARD')
    return wantsAll && isRequested(placing)
      ? { kind: 'follow', saga: placing }
      : refuse(placing, cancelledBefore(placing));
  const cancellations = sagas.filter(({ definitionName }) => definitionName === 'CancelOrder');
  const current = cancellations.find(
    (saga) => saga.status !== 'COMPENSATED' && (saga.status !== 'COMPLETED' || isWhole(saga, wanted)),
  );
  if (current !== undefined) return besides(current, wanted);
  // Whom to write to, and what to take back, went with the details of the saga.
  if (placing.archivedAt !== undefined) return refuse(placing, tooOld);
  if (isPlaced(placing) || (wantsAll && passedPivot))
    return { kind: 'begin', placing, attempt: cancellations.length + unread };
  return wantsAll ? { kind: 'turn-back', placing } : refuse(placing, pending);
}

/** What a request comes to while there is a cancellation that has not ended, or has left nothing. */
function besides<Saga extends KnownSaga>(saga: Saga, wanted: Wanted): CancellationDecision<Saga> {
  if (saga.requestHash === wanted.hash) return { kind: 'follow', saga };
  if (saga.status !== 'COMPLETED') return { kind: 'refuse', saga, refusal: underWay };
  return wanted.hash === wanted.wholeHash
    ? { kind: 'follow', saga }
    : { kind: 'refuse', saga, refusal: nothingLeft };
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

const pending: Refusal = {
  code: 'ORDER_PENDING',
  message: 'The order is just being placed: cancel all of it, or lines of it once it is confirmed.',
};

const underWay: Refusal = {
  code: 'CANCELLATION_UNDER_WAY',
  message: 'Another cancellation of the order is under way. Try again in a moment.',
};

const nothingLeft: Refusal = {
  code: 'ALREADY_CANCELLED',
  message: 'The order is cancelled already.',
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
