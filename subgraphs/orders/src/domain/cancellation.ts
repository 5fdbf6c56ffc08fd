import type { Rejection } from '@counterstep/step-barrier';
import type { Order } from './order.ts';

/** What a request to cancel an order comes to: lock it, ask again once its placing is decided, or no. */
export type RequestDecision =
  { readonly kind: 'lock'; readonly order: Order } | { readonly kind: 'too-early' } | Refused;

/** A decision that nothing happens, and why. */
export interface Refused {
  readonly kind: 'refused';
  readonly rejection: Rejection;
}

/** A refusal with its code and a sentence that the customer may read. */
export const refused = (code: string, message: string): Refused => ({
  kind: 'refused',
  rejection: { code, message },
});

const underWay = refused('CANCELLATION_UNDER_WAY', 'The order is being cancelled already.');

/** Whether a saga may begin to cancel an order: only a confirmed one, and only one saga at a time. */
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

/** Whether the order is locked by the saga: only whoever locked it may restore or cancel it. */
export const isLockedBy = (order: Order | undefined, sagaId: string): order is Order =>
  order?.status === 'CANCELLING' && order.cancelledBy === sagaId;

/** Why a saga may not record that an order is cancelled: another one has locked it, or none. */
export const notLocked: Rejection = {
  code: 'ORDER_NOT_LOCKED',
  message: 'The order is not being cancelled by this saga.',
};
