import type { Money } from '@counterstep/service-kit';
import { decideCancellationRequest, isLockedBy, notLocked, refused, type Refused } from './cancellation.ts';
import { countedLines } from './fulfilment.ts';
import { worthOf, type LineLock, type Order, type OrderLine } from './order.ts';
import {
  areAmong,
  atMost,
  countUnits,
  merged,
  unitsOf,
  type PlannedParcel,
  type SentParcel,
  type Units,
  type WarehouseUnits,
} from './parcel.ts';
import { keptUnits, openParcels, planOf, planWithout } from './plan.ts';

/** What cancelling units of an order involves. */
export interface CancellationPlan {
  readonly lock: LineLock;
  readonly lines: readonly Units[];
  /** The refund for the units. */
  readonly amount: Money;
  /** The parcels to withdraw, with their present content. */
  readonly parcels: readonly PlannedParcel[];
  /** The remaining content of these parcels, to be sent in new ones. */
  readonly staying: readonly PlannedParcel[];
}

/** The decision on a request to lock lines: lock them, retry once the placing is decided, or refuse. */
export type LockDecision =
  | { readonly kind: 'lock'; readonly order: Order; readonly plan: CancellationPlan }
  | { readonly kind: 'too-early' }
  | Refused;

/** How many units of each product can be cancelled: those neither cancelled nor sent. */
export const cancellableUnits = (order: Order): Units[] => {
  const open = openParcels(order).flatMap(({ lines }) => lines);
  return countedLines(order).map(({ sku, quantity, cancelled, shipped }) => ({
    sku,
    quantity: order.status === 'CONFIRMED' ? Math.min(unitsOf(open, sku), quantity - cancelled - shipped) : 0,
  }));
};

/** Decides whether a saga may cancel lines of an order (without lines: all that is left), and what that involves. */
export function decideLock(
  found: Order | undefined,
  asked: readonly Units[] | undefined,
  sagaId: string,
): LockDecision {
  const request = decideCancellationRequest(found);
  if (request.kind !== 'lock') return request;
  const { order } = request;
  if (asked === undefined && (order.parcels ?? []).length > 0)
    return refused('SHIPMENT_HANDED_OVER', 'A parcel of the order is on its way already.');
  const lines = merged(asked ?? keptUnits(order));
  const refusal = refusalOf(order, lines);
  return refusal ?? { kind: 'lock', order, plan: planOfCancelling(order, lines, sagaId) };
}

function refusalOf(order: Order, lines: readonly Units[]): Refused | undefined {
  if (lines.length === 0) return refused('NOT_CANCELLABLE', 'Nothing was named that could be cancelled.');
  const cancellable = cancellableUnits(order);
  for (const { sku, quantity } of lines) {
    const most = unitsOf(cancellable, sku);
    if (quantity < 1 || quantity > most)
      return refused('NOT_CANCELLABLE', `Of ${sku}, ${most} units can be cancelled, and not ${quantity}.`);
  }
  return undefined;
}

function planOfCancelling(order: Order, lines: readonly Units[], sagaId: string): CancellationPlan {
  const open = openParcels(order);
  const units = unitsTaken(open, lines);
  const touched = new Set(units.map(({ warehouse }) => warehouse));
  const parcels = open
    .filter(({ warehouse }) => touched.has(warehouse))
    .toSorted((a, b) => (a.warehouse < b.warehouse ? -1 : 1));
  const whole = (order.parcels ?? []).length === 0 && areAmong(keptUnits(order), lines);
  return {
    lock: { sagaId, whole, units },
    lines,
    amount: worthOf(order, lines),
    parcels,
    staying: planWithout(parcels, units),
  };
}

/**
 * The parcels to take units from: first parcels that are cancelled whole, largest first, then as few others as
 * possible.
 */
function unitsTaken(open: readonly PlannedParcel[], wanted: readonly Units[]): WarehouseUnits[] {
  const left = new Map(wanted.map(({ sku, quantity }) => [sku, quantity]));
  const taken: WarehouseUnits[] = [];
  const inReach = ({ lines }: PlannedParcel): Units[] =>
    merged(lines)
      .map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, left.get(sku) ?? 0) }))
      .filter(({ quantity }) => quantity > 0);
  const take = (parcel: PlannedParcel): void => {
    for (const { sku, quantity } of inReach(parcel)) {
      left.set(sku, (left.get(sku) ?? 0) - quantity);
      taken.push({ sku, quantity, warehouse: parcel.warehouse });
    }
  };
  const byCount = (count: (parcel: PlannedParcel) => number) => (a: PlannedParcel, b: PlannedParcel) =>
    count(b) - count(a) || (a.warehouse < b.warehouse ? -1 : 1);

  const opened = open.toSorted(byCount(({ lines }) => countUnits(lines))).filter((parcel) => {
    const isWhole = countUnits(inReach(parcel)) === countUnits(parcel.lines);
    if (isWhole) take(parcel);
    return !isWhole;
  });
  for (let rest = opened; rest.length > 0;) {
    const [next, ...others] = rest.toSorted(byCount((parcel) => countUnits(inReach(parcel))));
    if (next !== undefined) take(next);
    rest = others;
  }
  return taken;
}

/** The decision on completing a cancellation: the whole order is cancelled, lines of it are, or it is refused. */
export type CompletionDecision =
  | { readonly kind: 'cancel'; readonly order: Order }
  | {
      readonly kind: 'cancel-lines';
      readonly order: Order;
      readonly lines: readonly OrderLine[];
      readonly planned: readonly PlannedParcel[];
      readonly parcels: readonly SentParcel[];
    }
  | Refused;

/** Decides what a saga cancels: exactly what it has locked. */
export function decideCompletion(order: Order | undefined, sagaId: string): CompletionDecision {
  if (order?.lock?.sagaId !== sagaId || order.lock.whole)
    return isLockedBy(order, sagaId) ? { kind: 'cancel', order } : { kind: 'refused', rejection: notLocked };
  const { units } = order.lock;
  const lines = order.lines.map((line) => {
    const cancelled = (line.cancelled ?? 0) + unitsOf(units, line.sku);
    return cancelled === 0 ? line : { ...line, cancelled };
  });
  const planned = planWithout(planOf(order), units);
  return { kind: 'cancel-lines', order, lines, planned, parcels: sentOf({ ...order, lines, planned }) };
}

/**
 * What has left, without what was withdrawn: a parcel reported with more than that was a different one, or never left.
 */
const sentOf = ({ parcels = [], planned = [] }: Order): SentParcel[] =>
  parcels.map((parcel) => {
    const plan = planned.find(({ warehouse }) => warehouse === parcel.warehouse);
    return plan === undefined ? parcel : { ...parcel, lines: atMost(parcel.lines, plan.lines) };
  });

/** Whether the saga has locked something that it has not cancelled yet. */
export const holdsLock = (order: Order | undefined, sagaId: string): order is Order =>
  order?.lock?.sagaId === sagaId;
