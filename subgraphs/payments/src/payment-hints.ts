import { puts, type Changefeed } from '@counterstep/document-store';
import { derive } from '@counterstep/service-kit';
import type { Payment } from './domain/payment.ts';

/** That there is news of a payment that a saga may wait for. */
export interface PaymentHint {
  readonly orderId: string;
  readonly sagaId: string;
}

/** What is news to a saga that waits: what no step of its own has brought. */
export const hintOf = ({ orderId, sagaId, news = false }: Payment): PaymentHint | undefined =>
  news && sagaId !== undefined ? { orderId, sagaId } : undefined;

/** The hints in a feed of payments; `return()` frees everything at once, also while `next()` waits. */
export const hintsOf = (feed: Changefeed<Payment>): AsyncIterableIterator<PaymentHint> =>
  derive(puts(feed), hintOf);
