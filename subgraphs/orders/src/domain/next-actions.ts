import { countedLines, type CountedLine } from './fulfilment.ts';
import { cancellableUnits } from './line-lock.ts';
import { worthOf, type Order } from './order.ts';
import { countUnits } from './parcel.ts';
import { returnableUnits } from './returnability.ts';

/** What a viewer may do with an order now. */
export type OrderAction = 'COMPLETE_PAYMENT' | 'CANCEL' | 'CANCEL_LINES' | 'RETURN' | 'REFUND';

/** Who asks for the possible actions, and when. */
export interface Asking {
  readonly isAdmin: boolean;
  readonly at: string;
  /** Until when the viewer can confirm the payment; undefined where there is nothing to confirm. */
  readonly payableUntil?: string | undefined;
}

const keptOf = ({ sku, quantity, cancelled, returned }: CountedLine) => ({
  sku,
  quantity: quantity - cancelled - returned,
});

/**
 * What a viewer who may see the order can do now. A payment that waits for the customer can be confirmed. The whole
 * order can be cancelled while nothing has left the shop, and units while they have not; arrived units can be returned
 * for a while; an ADMIN can refund money for what is kept.
 */
export function nextActionsOf(order: Order, { isAdmin, at, payableUntil }: Asking): OrderAction[] {
  const isFree = order.lock === undefined;
  const isOpen = order.status === 'PENDING' || order.status === 'CONFIRMED';
  const may: Readonly<Record<OrderAction, boolean>> = {
    COMPLETE_PAYMENT: order.status === 'PENDING' && payableUntil !== undefined && at < payableUntil,
    CANCEL: isOpen && isFree && (order.parcels ?? []).length === 0,
    CANCEL_LINES: isFree && countUnits(cancellableUnits(order)) > 0,
    RETURN: returnableUnits(order, at).some(({ returnable }) => returnable > 0),
    REFUND:
      isAdmin && order.status === 'CONFIRMED' && worthOf(order, countedLines(order).map(keptOf)).amount > 0,
  };
  return (['COMPLETE_PAYMENT', 'CANCEL', 'CANCEL_LINES', 'RETURN', 'REFUND'] as const).filter(
    (action) => may[action],
  );
}
