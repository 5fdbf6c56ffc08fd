import type { Order, OrderLine } from './order.ts';
import { unitsOf, without, type ParcelMovement, type SentParcel, type Units } from './parcel.ts';
import { keptUnits, warehouseOf } from './plan.ts';

/** How much of an order has been sent, and how much has arrived. */
export type Fulfilment = 'NONE' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'PARTIALLY_DELIVERED' | 'DELIVERED';

/** How many units of a line have reached each state; each count is at most the quantity ordered. */
export interface LineCounts {
  readonly cancelled: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly returned: number;
}

/** A line of an order with the counts of its units. */
export type CountedLine = OrderLine & LineCounts;

type Moved = Pick<Order, 'status' | 'lines' | 'parcels' | 'planned' | 'lock'>;

const contentOf = (parcels: readonly SentParcel[]): readonly Units[] => parcels.flatMap(({ lines }) => lines);

/** The counts of a line, as far as reports say; contradictory reports never make them exceed the quantity ordered. */
function countsOf(order: Moved, { sku, quantity, ...line }: OrderLine): LineCounts {
  const cancelled = order.status === 'CANCELLED' ? quantity : (line.cancelled ?? 0);
  const parcels = order.parcels ?? [];
  const shipped = Math.min(unitsOf(contentOf(parcels), sku), quantity - cancelled);
  const arrived = contentOf(parcels.filter(({ deliveredAt }) => deliveredAt !== undefined));
  const delivered = Math.min(unitsOf(arrived, sku), shipped);
  return { cancelled, shipped, delivered, returned: Math.min(line.returned ?? 0, delivered) };
}

/** The lines of an order with the counts of their units. */
export const countedLines = (order: Moved): CountedLine[] =>
  order.lines.map((line) => ({ ...line, ...countsOf(order, line) }));

/** How much of what is not cancelled has been sent, or has arrived. */
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

/** A report that a parcel has moved; without lines, it contains all that no other parcel contains. */
export interface MovementReport {
  readonly shipmentId: string;
  /** Absent if unknown. */
  readonly warehouse?: string | null | undefined;
  readonly status: ParcelMovement;
  readonly lines: readonly Units[];
  readonly at: string;
}

/**
 * The parcels of an order after a report, or undefined if the report adds nothing. Repeated, late and out-of-order
 * reports count a parcel once, and a parcel that has arrived stays so.
 */
export function parcelsAfter(order: Moved, report: MovementReport): readonly SentParcel[] | undefined {
  const { shipmentId, at } = report;
  const parcels = order.parcels ?? [];
  const arrival = report.status === 'DELIVERED' ? { deliveredAt: at } : {};
  const known = parcels.find((parcel) => parcel.shipmentId === shipmentId);
  if (known === undefined) {
    const lines = report.lines.length > 0 ? report.lines : contentOfUnknown(order, report.warehouse);
    const warehouse = report.warehouse ?? warehouseOf(order, lines);
    return [
      ...parcels,
      { shipmentId, ...(warehouse != null && { warehouse }), lines, sentAt: at, ...arrival },
    ];
  }
  if (report.status !== 'DELIVERED' || known.deliveredAt !== undefined) return undefined;
  return parcels.map((parcel) => (parcel === known ? { ...parcel, ...arrival } : parcel));
}

/** The content of a parcel whose report names none: what was planned, or else all that is in no other parcel. */
const contentOfUnknown = (order: Moved, warehouse: string | null | undefined): readonly Units[] =>
  order.planned?.find((parcel) => parcel.warehouse === warehouse)?.lines ??
  without(keptUnits(order), contentOf(order.parcels ?? []));
