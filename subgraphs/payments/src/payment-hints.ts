import { puts, type Changefeed } from '@counterstep/document-store';
import { derive } from '@counterstep/service-kit';
import type { Payment } from './domain/payment.ts';

/** A hint that a payment has news for the saga that may be waiting for it. */
export interface PaymentHint {
  readonly orderId: string;
  readonly sagaId: string;
}

/** The hint about a payment, if it has news that no step of the waiting saga has reported. */
export const hintOf = ({ orderId, sagaId, news = false }: Payment): PaymentHint | undefined =>
  news && sagaId !== undefined ? { orderId, sagaId } : undefined;

/** The hints in a feed of payments; `return()` closes the feed at once, even while `next()` is pending. */
export const hintsOf = (feed: Changefeed<Payment>): AsyncIterableIterator<PaymentHint> =>
  derive(puts(feed), hintOf);
