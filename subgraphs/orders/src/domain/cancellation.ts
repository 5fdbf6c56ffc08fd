import type { Rejection } from '@counterstep/step-barrier';
import type { Order } from './order.ts';

/** The decision on a request to cancel an order: lock it, retry once its placing is decided, or refuse. */
export type RequestDecision =
  { readonly kind: 'lock'; readonly order: Order } | { readonly kind: 'too-early' } | Refused;

/** A decision that nothing happens, and why. */
export interface Refused {
  readonly kind: 'refused';
  readonly rejection: Rejection;
}

/** A refusal with a code and a sentence for the customer. */
export const refused = (code: string, message: string): Refused => ({
  kind: 'refused',
  rejection: { code, message },
});

const underWay = refused('CANCELLATION_UNDER_WAY', 'The order is being cancelled already.');

/** Decides whether a saga may start to cancel an order: only a confirmed one, and only one saga at a time. */
export function decideCancellationRequest(order: Order | undefined): RequestDecision {
  switch (order?.status) {
    case undefined:
      return refused('ORDER_NOT_FOUND', 'There is no such order.');
    case 'PENDING':
      return { kind: 'too-early' };
    case 'CONFIRMED':
      return order.lock === undefined ? { kind: 'lock', order } : underWay;
    case 'CANCELLING':
      return underWay;
    case 'CANCELLED':
      return refused('ALREADY_CANCELLED', 'The order is cancelled already.');
  }
}

/** Whether the saga has locked the order: only that saga may restore or cancel it. */
export const isLockedBy = (order: Order | undefined, sagaId: string): order is Order =>
  order?.status === 'CANCELLING' && order.cancelledBy === sagaId;

/** Why a saga may not record a cancellation: another saga, or none, has locked the order. */
export const notLocked: Rejection = {
  code: 'ORDER_NOT_LOCKED',
  message: 'The order is not being cancelled by this saga.',
};
