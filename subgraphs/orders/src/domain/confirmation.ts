import { refused, type Refused } from './cancellation.ts';
import type { Order } from './order.ts';
import type { PlannedParcel } from './parcel.ts';
import { sendsAll } from './plan.ts';

/**
 * Decides whether an order may be confirmed: only while it is being placed, and only if its parcels contain all of it.
 */
export function decideConfirmation(
  order: Order | undefined,
  planned?: readonly PlannedParcel[],
): { readonly kind: 'confirm'; readonly order: Order } | Refused {
  if (order === undefined) return refused('ORDER_NOT_FOUND', 'There is no such order.');
  if (order.status !== 'PENDING')
    return refused('ORDER_NOT_PENDING', `The order is ${order.status} already.`);
  return planned === undefined || sendsAll(planned, order)
    ? { kind: 'confirm', order }
    : refused('PARCELS_MISMATCH', 'The parcels are not what was ordered.');
}
