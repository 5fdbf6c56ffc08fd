import type { SagaDocument } from '@counterstep/saga-engine';

/** Why an order is cancelled at somebody's request. */
export const requestCodes = ['REQUESTED_BY_CUSTOMER', 'REQUESTED_BY_ADMIN'] as const;
export type RequestCode = (typeof requestCodes)[number];

/** Why an order is not cancelled: an upper-case code, and a sentence for the customer. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** The properties of a saga that a cancellation depends on. */
export type KnownSaga = Pick<
  SagaDocument,
  'definitionName' | 'status' | 'direction' | 'steps' | 'failure' | 'archivedAt' | 'requestHash'
>;

/** The fingerprint of what a request cancels: the whole order, or lines of it. */
export interface Wanted {
  readonly hash: string;
  /** The fingerprint of a request for the whole order. */
  readonly wholeHash: string;
}

/** How to cancel an order, given its sagas. */
export type CancellationDecision<Saga extends KnownSaga> =
  | { readonly kind: 'unknown-order' }
  /**
   * Its placing is being or was undone for another reason, another cancellation is under way, nothing is left to
   * cancel, the order is still being placed and only lines are wanted, or it is too old.
   */
  | { readonly kind: 'refuse'; readonly saga: Saga; readonly refusal: Refusal }
  /** This saga already cancels the order, or has cancelled it. */
  | { readonly kind: 'follow'; readonly saga: Saga }
  /** The order is being placed, and its saga may not have passed the pivot. */
  | { readonly kind: 'turn-back'; readonly placing: Saga }
  /** The order is placed; `attempt` counts earlier sagas that cancelled a part of it or could not cancel it. */
  | { readonly kind: 'begin'; readonly placing: Saga; readonly attempt: number };

const isRequested = ({ failure }: KnownSaga): boolean => requestCodes.some((code) => code === failure?.code);

const isPlaced = ({ status, steps }: KnownSaga): boolean =>
  status === 'COMPLETED' || steps.some(({ kind, status }) => kind === 'PIVOT' && status === 'SUCCEEDED');

/**
 * Whether a saga cancels all that is left of its order, because it was asked to or because its lines are all that is
 * left.
 */
const isWhole = ({ requestHash, steps }: KnownSaga, { wholeHash }: Wanted): boolean =>
  requestHash === wholeHash || steps.some(({ output }) => output?.['whole'] === true);

/**
 * Decides how an order is cancelled. `passedPivot` says that its placing has refused to turn back; `unread` is the
 * number of its sagas that are not in `sagas`.
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
  // Archiving removed the details that a cancellation needs: whom to write to, and what to take back.
  if (placing.archivedAt !== undefined) return refuse(placing, tooOld);
  if (isPlaced(placing) || (wantsAll && passedPivot))
    return { kind: 'begin', placing, attempt: cancellations.length + unread };
  return wantsAll ? { kind: 'turn-back', placing } : refuse(placing, pending);
}

/** The decision while another cancellation is under way, or after one that left nothing. */
function besides<Saga extends KnownSaga>(saga: Saga, wanted: Wanted): CancellationDecision<Saga> {
  if (saga.requestHash === wanted.hash) return { kind: 'follow', saga };
  if (saga.status !== 'COMPLETED') return { kind: 'refuse', saga, refusal: underWay };
  return wanted.hash === wanted.wholeHash
    ? { kind: 'follow', saga }
    : { kind: 'refuse', saga, refusal: nothingLeft };
}

/** The same refusal as that of the step that withdraws the parcel. */
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

/** Why a saga does not cancel its order; undefined if it does, or has not decided yet. */
export const refusalOf = ({ definitionName, direction, failure }: KnownSaga): Refusal | undefined =>
  definitionName === 'CancelOrder' && direction === 'BACKWARD' ? failure : undefined;
