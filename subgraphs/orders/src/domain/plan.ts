import type { Order } from './order.ts';
import {
  areAmong,
  countUnits,
  type PlannedParcel,
  type Units,
  type WarehouseUnits,
  without,
} from './parcel.ts';

/** Where the one parcel of an order goes from of which nobody has said otherwise. */
const ONLY_WAREHOUSE = 'EAST';

type Planned = Pick<Order, 'lines' | 'parcels' | 'planned' | 'lock'>;

/** What is not cancelled of each line. */
export const keptUnits = ({ lines }: Pick<Order, 'lines'>): Units[] =>
  lines
    .map(({ sku, quantity, cancelled = 0 }) => ({ sku, quantity: quantity - cancelled }))
    .filter(({ quantity }) => quantity > 0);

/** What goes from which warehouse, what has left it included; an order without a plan is one parcel. */
export const planOf = (order: Planned): readonly PlannedParcel[] =>
  order.planned ?? [{ warehouse: ONLY_WAREHOUSE, lines: keptUnits(order) }];

/** The parcels that have not left their warehouse, as far as the order has been told. */
export function openParcels(order: Planned): readonly PlannedParcel[] {
  const left = new Set(
    (order.parcels ?? []).map(({ warehouse }) =>
      order.planned === undefined ? (warehouse ?? ONLY_WAREHOUSE) : warehouse,
    ),
  );
  return planOf(order).filter(({ warehouse, lines }) => !left.has(warehouse) && lines.length > 0);
}

/** What a plan is once units are cancelled; parcels of which nothing is left are dropped. */
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

/** Whether a plan sends every unit that is ordered, once. */
export const sendsAll = (plan: readonly PlannedParcel[], order: Pick<Order, 'lines'>): boolean => {
  const sent = plan.flatMap(({ lines }) => lines);
  const kept = keptUnits(order);
  const once = new Set(plan.map(({ warehouse }) => warehouse)).size === plan.length;
  return once && areAmong(sent, kept) && areAmong(kept, sent);
};

/**
 * Which planned parcel one is that has moved and of which only its content is told: one with just that in it, else the
 * first that has it in it, among those that have not left.
 */
export function warehouseOf(order: Planned, lines: readonly Units[]): string | undefined {
  if (order.planned === undefined) return undefined;
  const open = openParcels(order);
  // What stays of a parcel may be on its way before the cancellation of the rest is complete.
  const candidates = [...open, ...planWithout(open, order.lock?.units ?? [])];
  const holding = candidates.filter((parcel) => areAmong(lines, parcel.lines));
  const same = holding.find((parcel) => countUnits(parcel.lines) === countUnits(lines));
  return (same ?? holding[0])?.warehouse;
}
