import { countedLines, type CountedLine } from './fulfilment.ts';
import { cancellableUnits } from './line-lock.ts';
import { worthOf, type Order } from './order.ts';
import { countUnits } from './parcel.ts';
import { returnableUnits } from './returnability.ts';

/** What somebody may do with an order now, as far as orders can tell. */
export type OrderAction = 'CANCEL' | 'CANCEL_LINES' | 'RETURN' | 'REFUND';

/** Who asks what may be done, and when. */
export interface Asking {
  readonly isAdmin: boolean;
  readonly at: string;
}

const keptOf = ({ sku, quantity, cancelled, returned }: CountedLine) => ({
  sku,
  quantity: quantity - cancelled - returned,
});

/**
 * What may be done now by somebody who may see the order. All of it is cancelled as long as none of it has left the shop,
 * some of it as long as that has not; what arrived is sent back for a while; ADMIN gives money back for what is kept.
 */
export function nextActionsOf(order: Order, { isAdmin, at }: Asking): OrderAction[] {
  const isFree = order.lock === undefined;
  const isOpen = order.status === 'PENDING' || order.status === 'CONFIRMED';
  const may: Readonly<Record<OrderAction, boolean>> = {
    CANCEL: isOpen && isFree && (order.parcels ?? []).length === 0,
    CANCEL_LINES: isFree && countUnits(cancellableUnits(order)) > 0,
    RETURN: returnableUnits(order, at).some(({ returnable }) => returnable > 0),
    REFUND:
      isAdmin && order.status === 'CONFIRMED' && worthOf(order, countedLines(order).map(keptOf)).amount > 0,
  };
  return (['CANCEL', 'CANCEL_LINES', 'RETURN', 'REFUND'] as const).filter((action) => may[action]);
}
