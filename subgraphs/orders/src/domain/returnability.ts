import { refused, type Refused } from './cancellation.ts';
import { countedLines } from './fulfilment.ts';
import type { Order } from './order.ts';
import { merged, unitsOf, type Units } from './parcel.ts';

/** How long after its delivery a unit can be returned, in milliseconds. */
export const RETURN_WINDOW_MS = 30 * 86_400_000;

/** Why units cannot be returned. */
export type NotReturnableCode = 'NOT_DELIVERED' | 'WINDOW_OVER' | 'TOO_MANY';

/** How many units of a product can be returned, and why not more. */
export interface ReturnableUnits {
  readonly sku: string;
  readonly returnable: number;
  readonly code: NotReturnableCode;
}

/**
 * The units of an order that can be returned at a time: those that have arrived, are not returned, and are in no open
 * return. If parcels arrived at different times, earlier returns are taken from the oldest.
 */
export function returnableUnits(order: Order, at: string): ReturnableUnits[] {
  const since = new Date(Date.parse(at) - RETURN_WINDOW_MS).toISOString();
  const recent = (order.parcels ?? [])
    .filter(({ deliveredAt }) => deliveredAt !== undefined && deliveredAt >= since)
    .flatMap(({ lines }) => lines);
  const inReturns = (order.openReturns ?? []).flatMap(({ lines }) => lines);
  return countedLines(order).map(({ sku, delivered, returned }) => {
    const left = Math.max(0, delivered - returned - unitsOf(inReturns, sku));
    const returnable = Math.min(left, unitsOf(recent, sku));
    const code = delivered === 0 ? 'NOT_DELIVERED' : returnable < left ? 'WINDOW_OVER' : 'TOO_MANY';
    return { sku, returnable, code };
  });
}

const reasons: Readonly<Record<NotReturnableCode, string>> = {
  NOT_DELIVERED: 'it has not arrived',
  WINDOW_OVER: 'more arrived longer ago than 30 days',
  TOO_MANY: 'no more have arrived that are not sent back',
};

/** Why units of an order cannot be returned; undefined if they can. */
export function notReturnable(order: Order, asked: readonly Units[], at: string): Refused | undefined {
  if (asked.length === 0) return refused('TOO_MANY', 'Nothing was named that could be sent back.');
  const returnable = returnableUnits(order, at);
  for (const { sku, quantity } of merged(asked)) {
    const most = returnable.find((line) => line.sku === sku) ?? { returnable: 0, code: 'NOT_DELIVERED' };
    if (quantity >= 1 && quantity <= most.returnable) continue;
    const why = `Of ${sku}, ${most.returnable} units can be sent back, and not ${quantity}: ${reasons[most.code]}.`;
    return refused(most.code, why);
  }
  return undefined;
}
