import type { Money } from '@counterstep/service-kit';
import { refused, type Refused } from './cancellation.ts';
import { worthOf, type Order, type OrderLine, type OpenReturn } from './order.ts';
import { unitsOf, type Units, type WarehouseUnits } from './parcel.ts';
import type { Return, ReturnLine } from './return.ts';

/** What a warehouse reports as received. */
export interface Receipt {
  readonly warehouse: string;
  readonly lines: readonly { readonly sku: string; readonly accepted: number; readonly resellable: number }[];
  readonly note?: string | undefined;
}

/**
 * The decision on a receipt: record it, it was already recorded, or refuse it, naming the wrong line if there is one.
 */
export type ReceiptDecision =
  | { readonly kind: 'receive'; readonly lines: readonly ReturnLine[] }
  | { readonly kind: 'done' }
  | (Refused & { readonly line?: { readonly sku: string; readonly returnable: number } });

const stateConflict = ({ status }: Return): Refused =>
  refused('RETURN_STATE_CONFLICT', `The return is ${status}, and nothing can be received for it any more.`);

/** Decides whether a receipt is recorded: once, while the return awaits it, and with no more than was announced. */
export function decideReceipt(found: Return, receipt: Receipt, now: string): ReceiptDecision {
  const wrong = wrongLine(found, receipt);
  if (wrong !== undefined) {
    const { sku, returnable } = wrong;
    const message = `Of ${sku}, at most ${returnable} units can be accepted, and no more of them sold again.`;
    return { ...refused('NOT_RETURNABLE', message), line: wrong };
  }
  const lines = linesOf(found, receipt);
  if (found.status === 'RECEIVED' || found.status === 'COMPLETED') {
    const same =
      found.warehouse === receipt.warehouse &&
      found.receiptNote === receipt.note &&
      JSON.stringify(found.lines) === JSON.stringify(lines);
    return same ? { kind: 'done' } : stateConflict(found);
  }
  const isLate = found.status === 'CLOSED' || found.forgotten === true || now >= found.receiveBy;
  return isLate ? stateConflict(found) : { kind: 'receive', lines };
}

const linesOf = (found: Return, { lines }: Receipt): ReturnLine[] =>
  found.lines.map(({ sku, quantity }) => ({
    sku,
    quantity,
    accepted: sumOf(lines, sku, 'accepted'),
    resellable: sumOf(lines, sku, 'resellable'),
  }));

const sumOf = (lines: Receipt['lines'], sku: string, what: 'accepted' | 'resellable'): number =>
  lines.reduce((sum, line) => (line.sku === sku ? sum + line[what] : sum), 0);

function wrongLine(
  found: Return,
  receipt: Receipt,
): { readonly sku: string; readonly returnable: number } | undefined {
  const { lines } = receipt;
  const wrong = lines.find(({ sku, accepted, resellable }) => {
    const sums = [sumOf(lines, sku, 'accepted'), sumOf(lines, sku, 'resellable')] as const;
    const fits = sums[0] <= unitsOf(found.lines, sku) && sums[1] <= sums[0];
    const known = found.lines.some((line) => line.sku === sku);
    return !known || accepted < 0 || resellable < 0 || !fits;
  });
  return wrong && { sku: wrong.sku, returnable: unitsOf(found.lines, wrong.sku) };
}

/** The decision on a request to close a return. */
export type ClosingDecision = { readonly kind: 'close' } | { readonly kind: 'done' } | Refused;

/** The closing code of a return that was closed on request. */
export const CLOSED_ON_REQUEST = 'RETURN_CLOSED';

/**
 * Decides whether a return is closed on request: only before anything is received; repeating the request changes
 * nothing.
 */
export function decideClosing(found: Return, message: string): ClosingDecision {
  if (found.status === 'REQUESTED' || found.status === 'AWAITING_PARCEL') return { kind: 'close' };
  const { closing } = found;
  if (closing?.code === CLOSED_ON_REQUEST && closing.message === message) return { kind: 'done' };
  return refused('RETURN_STATE_CONFLICT', `The return is ${found.status}, and cannot be closed any more.`);
}

/** What accepting a receipt involves. */
export interface Acceptance {
  readonly returned: Return;
  readonly order: Order;
  /** The order's lines and open returns after the acceptance. */
  readonly orderLines: readonly OrderLine[];
  readonly openReturns: readonly OpenReturn[];
  /** The refund. */
  readonly amount: Money;
  readonly lines: readonly Units[];
  /** The units that can be sold again, and where they are. */
  readonly units: readonly WarehouseUnits[];
}

/** Decides whether a receipt is accepted, which takes at least one accepted unit, and what that involves. */
export function decideAcceptance(
  found: Return | undefined,
  order: Order | undefined,
): { readonly kind: 'accept'; readonly acceptance: Acceptance } | Refused {
  if (found === undefined || order === undefined)
    return refused('RETURN_NOT_FOUND', 'There is no such return.');
  const { warehouse } = found;
  if (found.status !== 'RECEIVED' || warehouse === undefined)
    return refused(
      'RETURN_STATE_CONFLICT',
      `The return is ${found.status}, and nothing can be accepted of it.`,
    );
  const count = (what: 'accepted' | 'resellable'): Units[] =>
    found.lines
      .map((line) => ({ sku: line.sku, quantity: line[what] ?? 0 }))
      .filter(({ quantity }) => quantity > 0);
  const lines = count('accepted');
  if (lines.length === 0) return refused('NOTHING_ACCEPTED', 'Nothing of what was received was accepted.');
  const orderLines = order.lines.map((line) => {
    const returned = (line.returned ?? 0) + unitsOf(lines, line.sku);
    return returned === 0 ? line : { ...line, returned };
  });
  const acceptance: Acceptance = {
    returned: found,
    order,
    orderLines,
    openReturns: openWithout(order, found.id),
    amount: worthOf(order, lines),
    lines,
    units: count('resellable').map((units) => ({ ...units, warehouse })),
  };
  return { kind: 'accept', acceptance };
}

/** An order's open returns except one. */
export const openWithout = (
  { openReturns = [] }: Pick<Order, 'openReturns'>,
  returnId: string,
): OpenReturn[] => openReturns.filter((open) => open.returnId !== returnId);
