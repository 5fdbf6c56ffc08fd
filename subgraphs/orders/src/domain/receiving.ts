import type { Money } from '@counterstep/service-kit';
import { refused, type Refused } from './cancellation.ts';
import { worthOf, type Order, type OrderLine, type OpenReturn } from './order.ts';
import { unitsOf, type Units, type WarehouseUnits } from './parcel.ts';
import type { Return, ReturnLine } from './return.ts';

/** What somebody in a warehouse says of what has come back. */
export interface Receipt {
  readonly warehouse: string;
  readonly lines: readonly { readonly sku: string; readonly accepted: number; readonly resellable: number }[];
  readonly note?: string | undefined;
}

/** What is to be recorded of a return comes to: it is, it was before, or no, with the line at fault where there is one. */
export type ReceiptDecision =
  | { readonly kind: 'receive'; readonly lines: readonly ReturnLine[] }
  | { readonly kind: 'done' }
  | (Refused & { readonly line?: { readonly sku: string; readonly returnable: number } });

const stateConflict = ({ status }: Return): Refused =>
  refused('RETURN_STATE_CONFLICT', `The return is ${status}, and nothing can be received for it any more.`);

/** Whether what was received is recorded: once, while somebody waits for it, and no more and nothing else than was to come. */
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

/** What closing a return at somebody's wish comes to. */
export type ClosingDecision = { readonly kind: 'close' } | { readonly kind: 'done' } | Refused;

/** How a return is closed that somebody wanted closed. */
export const CLOSED_ON_REQUEST = 'RETURN_CLOSED';

/** Whether a return is closed at somebody's wish: as long as nothing was received; saying the same twice changes nothing. */
export function decideClosing(found: Return, message: string): ClosingDecision {
  if (found.status === 'REQUESTED' || found.status === 'AWAITING_PARCEL') return { kind: 'close' };
  const { closing } = found;
  if (closing?.code === CLOSED_ON_REQUEST && closing.message === message) return { kind: 'done' };
  return refused('RETURN_STATE_CONFLICT', `The return is ${found.status}, and cannot be closed any more.`);
}

/** What it means to accept what was received. */
export interface Acceptance {
  readonly returned: Return;
  readonly order: Order;
  /** The order's lines and open returns from here on. */
  readonly orderLines: readonly OrderLine[];
  readonly openReturns: readonly OpenReturn[];
  /** What is paid back. */
  readonly amount: Money;
  readonly lines: readonly Units[];
  /** What can be sold again, and where it is. */
  readonly units: readonly WarehouseUnits[];
}

/** Whether what was received is accepted, which needs at least one unit, and what that means. */
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

/** The open returns of an order without one. */
export const openWithout = (
  { openReturns = [] }: Pick<Order, 'openReturns'>,
  returnId: string,
): OpenReturn[] => openReturns.filter((open) => open.returnId !== returnId);
