import { instant } from '@counterstep/service-kit';
import { unchanged, type Decision } from '@counterstep/document-store';
import type { Context } from './context.ts';
import { openWithout, CLOSED_ON_REQUEST, decideClosing, decideReceipt } from './domain/receiving.ts';
import type { Return } from './domain/return.ts';
import type { RecordClosingInput, RecordReceiptInput, ReturnDecision } from './generated/schema.ts';

type Deciding = Pick<Context, 'returns' | 'orders' | 'clock'>;

type Recorded = Omit<ReturnDecision, 'return'> & { readonly return: Return | null };

const notFound: Recorded = {
  return: null,
  rejection: { code: 'RETURN_NOT_FOUND', message: 'There is no such return.' },
};

/** Records once what was received of a return. */
export const recordReceipt = (
  { returnId, note, ...received }: RecordReceiptInput,
  { returns, clock }: Deciding,
): Promise<Recorded> =>
  returns.settle<Recorded>(async () => {
    const found = await returns.get(returnId);
    if (found === undefined) return unchanged(notFound);
    const now = instant(clock);
    const receipt = { ...received, note: note ?? undefined };
    const decision = decideReceipt(found, receipt, now);
    switch (decision.kind) {
      case 'refused':
        return unchanged({ return: found, rejection: decision.rejection, ...decision.line });
      case 'done':
        return unchanged({ return: found });
      case 'receive': {
        const { lines } = decision;
        return {
          writes: [returns.recordReceived(found, lines, receipt, now)],
          result: { return: { ...found, status: 'RECEIVED', lines, receivedAt: now } },
        };
      }
    }
  });

/** Closes a return on request; its units can be returned again at once. */
export const recordClosing = (
  { returnId, reason }: RecordClosingInput,
  { returns, orders, clock }: Deciding,
): Promise<Recorded> =>
  returns.settle<Recorded>(async (): Promise<Decision<Recorded>> => {
    const found = await returns.get(returnId);
    const order = found && (await orders.get(found.orderId));
    if (found === undefined || order === undefined) return unchanged(notFound);
    const decision = decideClosing(found, reason);
    switch (decision.kind) {
      case 'refused':
        return unchanged({ return: found, rejection: decision.rejection });
      case 'done':
        return unchanged({ return: found });
      case 'close': {
        const closing = { code: CLOSED_ON_REQUEST, message: reason, at: instant(clock) };
        return {
          writes: [
            returns.recordClosed(found, closing),
            orders.recordOpenReturns(order, openWithout(order, returnId)),
          ],
          result: { return: { ...found, status: 'CLOSED' } },
        };
      }
    }
  });
