import type { OrderBy } from '@counterstep/document-store';
import type { Return } from './domain/return.ts';
import type { ReturnOrder } from './generated/schema.ts';

/** The order of a list of returns; newest first by default. */
export function returnOrder(orderBy: ReturnOrder | null | undefined): OrderBy<Return> {
  const direction = orderBy?.direction === 'ASC' ? 'ascending' : 'descending';
  switch (orderBy?.field) {
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
