import type { OrderBy } from '@counterstep/document-store';
import type { Payment } from './domain/payment.ts';
import type { Refund } from './domain/refund.ts';
import type { PaymentOrder, RefundOrder } from './generated/schema.ts';

const directions = { ASC: 'ascending', DESC: 'descending' } as const;

/** The order of a list of payments; by default the newest first. */
export function paymentOrder(orderBy: PaymentOrder | null | undefined): OrderBy<Payment> {
  const direction = directions[orderBy?.direction ?? 'DESC'];
  switch (orderBy?.field) {
    case 'AMOUNT':
      return [['amount.amount', direction]];
    case 'STATUS':
      return [
        ['status', direction],
        ['createdAt', direction],
      ];
    case 'CREATED_AT':
    case undefined:
      return [['createdAt', direction]];
  }
}

/** The order of a list of refunds; by default the newest first. */
export function refundOrder(orderBy: RefundOrder | null | undefined): OrderBy<Refund> {
  const direction = directions[orderBy?.direction ?? 'DESC'];
  switch (orderBy?.field) {
    case 'AMOUNT':
      return [['amount.amount', direction]];
    case 'STATUS':
      return [
        ['status', direction],
        ['requestedAt', direction],
      ];
    case 'REQUESTED_AT':
    case undefined:
      return [['requestedAt', direction]];
  }
}
