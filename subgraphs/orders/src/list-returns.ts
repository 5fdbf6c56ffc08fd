import { orderOf } from '@counterstep/service-kit/server';
import type { OrderBy } from '@counterstep/document-store';
import type { Return } from './domain/return.ts';
import type { ReturnOrder } from './generated/schema.ts';

/** The order of a list of returns; newest first by default. */
export const returnOrder = (orderBy: ReturnOrder | null | undefined): OrderBy<Return> =>
  orderOf(
    orderBy,
    { REQUESTED_AT: ['requestedAt'], STATUS: ['status', 'requestedAt'] },
    { field: 'REQUESTED_AT', direction: 'DESC' },
  );
