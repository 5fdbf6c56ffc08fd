import type { Order } from './order.ts';
import {
  areAmong,
  countUnits,
  type PlannedParcel,
  type Units,
  type WarehouseUnits,
  without,
} from './parcel.ts';

/** The warehouse of an order's only parcel if no plan says otherwise. */
const ONLY_WAREHOUSE = 'EAST';

type Planned = Pick<Order, 'lines' | 'parcels' | 'planned' | 'lock'>;

/** The units of each line that are not cancelled. */
export const keptUnits = ({ lines }: Pick<Order, 'lines'>): Units[] =>
  lines
    .map(({ sku, quantity, cancelled = 0 }) => ({ sku, quantity: quantity - cancelled }))
    .filter(({ quantity }) => quantity > 0);

/** The parcels of an order by warehouse, including those that have left; an order without a plan is one parcel. */
export const planOf = (order: Planned): readonly PlannedParcel[] =>
  order.planned ?? [{ warehouse: ONLY_WAREHOUSE, lines: keptUnits(order) }];

/** The parcels that have not left their warehouse, as far as reports say. */
export function openParcels(order: Planned): readonly PlannedParcel[] {
  const left = new Set(
    (order.parcels ?? []).map(({ warehouse }) =>
      order.planned === undefined ? (warehouse ?? ONLY_WAREHOUSE) : warehouse,
    ),
  );
  return planOf(order).filter(({ warehouse, lines }) => !left.has(warehouse) && lines.length > 0);
}

/** The plan after units are cancelled, without parcels that become empty. */
export const planWithout = (
  plan: readonly PlannedParcel[],
  units: readonly WarehouseUnits[],
): PlannedParcel[] =>
  plan
    .map(({ warehouse, lines }) => ({
      warehouse,
      lines: without(
        lines,
        units.filter((taken) => taken.warehouse === warehouse),
      ),
    }))
    .filter(({ lines }) => lines.length > 0);

/** Whether a plan sends every ordered unit exactly once. */
export const sendsAll = (plan: readonly PlannedParcel[], order: Pick<Order, 'lines'>): boolean => {
  const sent = plan.flatMap(({ lines }) => lines);
  const kept = keptUnits(order);
  const once = new Set(plan.map(({ warehouse }) => warehouse)).size === plan.length;
  return once && areAmong(sent, kept) && areAmong(kept, sent);
};

/**
 * The warehouse of a moved parcel that is known only by its content: among the planned parcels that have not left, one
 * with exactly this content, or else the first that contains it.
 */
export function warehouseOf(order: Planned, lines: readonly Units[]): string | undefined {
  if (order.planned === undefined) return undefined;
  const open = openParcels(order);
  // The rest of a partly cancelled parcel may be sent before the cancellation is complete.
  const candidates = [...open, ...planWithout(open, order.lock?.units ?? [])];
  const holding = candidates.filter((parcel) => areAmong(lines, parcel.lines));
  const same = holding.find((parcel) => countUnits(parcel.lines) === countUnits(lines));
  return (same ?? holding[0])?.warehouse;
}
