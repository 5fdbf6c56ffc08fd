import type { Order, OrderLine } from './order.ts';
import type { ParcelMovement, SentParcel, Units } from './parcel.ts';

/** How much of an order has left the shop, and has arrived. */
export type Fulfilment = 'NONE' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'PARTIALLY_DELIVERED' | 'DELIVERED';

/** What somebody may do with an order now. */
export type OrderAction = 'CANCEL';

/** What has become of the units of a line; each is at most the quantity ordered. */
export interface LineCounts {
  readonly cancelled: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly returned: number;
}

/** A line of an order with what has become of its units. */
export type CountedLine = OrderLine & LineCounts;

type Moved = Pick<Order, 'status' | 'lines' | 'parcels'>;

const unitsIn = (parcels: readonly SentParcel[], sku: string): number =>
  parcels
    .flatMap(({ lines }) => lines)
    .filter((line) => line.sku === sku)
    .reduce((sum, { quantity }) => sum + quantity, 0);

/** What has become of a line, as far as the order has been told; scanners that disagree never make it more than ordered. */
function countsOf(order: Moved, { sku, quantity }: Pick<OrderLine, 'sku' | 'quantity'>): LineCounts {
  const cancelled = order.status === 'CANCELLED' ? quantity : 0;
  const parcels = order.parcels ?? [];
  const shipped = Math.min(unitsIn(parcels, sku), quantity - cancelled);
  const arrived = parcels.filter(({ deliveredAt }) => deliveredAt !== undefined);
  return { cancelled, shipped, delivered: Math.min(unitsIn(arrived, sku), shipped), returned: 0 };
}

/** The lines of an order with what has become of their units. */
export const countedLines = (order: Moved): CountedLine[] =>
  order.lines.map((line) => ({ ...line, ...countsOf(order, line) }));

/** How much of what is not cancelled is on its way, or has arrived. */
export function fulfilmentOf(order: Moved): Fulfilment {
  const counts = countedLines(order);
  const sum = (of: (line: CountedLine) => number): number =>
    counts.reduce((total, line) => total + of(line), 0);
  const kept = sum(({ quantity, cancelled }) => quantity - cancelled);
  const shipped = sum((line) => line.shipped);
  const delivered = sum((line) => line.delivered);
  if (shipped === 0) return 'NONE';
  if (delivered > 0) return delivered === kept ? 'DELIVERED' : 'PARTIALLY_DELIVERED';
  return shipped === kept ? 'SHIPPED' : 'PARTIALLY_SHIPPED';
}

/** What may be done now by whoever may see the order: it is cancelled as long as none of it has left the shop. */
export function nextActionsOf(order: Moved): readonly OrderAction[] {
  const open = order.status === 'PENDING' || order.status === 'CONFIRMED';
  return open && fulfilmentOf(order) === 'NONE' ? ['CANCEL'] : [];
}

/** A report that a parcel has moved; without lines it holds all that no other parcel holds. */
export interface MovementReport {
  readonly shipmentId: string;
  readonly status: ParcelMovement;
  readonly lines: readonly Units[];
  readonly at: string;
}

/**
 * The parcels of an order after a report, or undefined where it says nothing new: a parcel counts once, whatever comes
 * twice, late or out of order, and what has arrived stays so.
 */
export function parcelsAfter(order: Moved, report: MovementReport): readonly SentParcel[] | undefined {
  const { shipmentId, at } = report;
  const parcels = order.parcels ?? [];
  const arrival = report.status === 'DELIVERED' ? { deliveredAt: at } : {};
  const known = parcels.find((parcel) => parcel.shipmentId === shipmentId);
  if (known === undefined) {
    const lines = report.lines.length > 0 ? report.lines : restOf(order);
    return [...parcels, { shipmentId, lines, sentAt: at, ...arrival }];
  }
  if (report.status !== 'DELIVERED' || known.deliveredAt !== undefined) return undefined;
  return parcels.map((parcel) => (parcel === known ? { ...parcel, ...arrival } : parcel));
}

const restOf = (order: Moved): readonly Units[] =>
  order.lines
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - unitsIn(order.parcels ?? [], sku) }))
    .filter(({ quantity }) => quantity > 0);
