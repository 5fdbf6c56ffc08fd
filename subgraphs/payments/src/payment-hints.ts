import { puts, type Changefeed } from '@counterstep/document-store';
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
export function hintsOf(feed: Changefeed<Payment>): AsyncIterableIterator<PaymentHint> {
  const payments = puts(feed);
  const hints: AsyncIterableIterator<PaymentHint> = {
    next: async () => {
      for (;;) {
        const payment = await payments.next();
        if (payment.done === true) return { done: true, value: undefined };
        const hint = hintOf(payment.value);
        if (hint !== undefined) return { done: false, value: hint };
      }
    },
    return: async () => {
      await payments.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => hints,
  };
  return hints;
}
