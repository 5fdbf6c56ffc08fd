import { orderOf } from '@counterstep/service-kit/server';
import type { OrderBy } from '@counterstep/document-store';
import type { Payment } from './domain/payment.ts';
import type { Refund } from './domain/refund.ts';
import type { Charge } from './provider/charges.ts';
import type { PaymentOrder, RefundOrder, SimulatedChargeOrder } from './generated/schema.ts';

/** The order of a list of payments; by default the newest first. */
export const paymentOrder = (orderBy: PaymentOrder | null | undefined): OrderBy<Payment> =>
  orderOf(
    orderBy,
    { CREATED_AT: ['createdAt'], AMOUNT: ['amount.amount'], STATUS: ['status', 'createdAt'] },
    { field: 'CREATED_AT', direction: 'DESC' },
  );

/** The order of a list of refunds; by default the newest first. */
export const refundOrder = (orderBy: RefundOrder | null | undefined): OrderBy<Refund> =>
  orderOf(
    orderBy,
    { REQUESTED_AT: ['requestedAt'], AMOUNT: ['amount.amount'], STATUS: ['status', 'requestedAt'] },
    { field: 'REQUESTED_AT', direction: 'DESC' },
  );

/** The order of the simulated provider's ledger; by default the newest first. */
export const chargeOrder = (orderBy: SimulatedChargeOrder | null | undefined): OrderBy<Charge> =>
  orderOf(
    orderBy,
    { OPENED_AT: ['openedAt'], STATUS: ['status', 'openedAt'] },
    { field: 'OPENED_AT', direction: 'DESC' },
  );
