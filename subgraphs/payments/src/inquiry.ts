import { newId, type Clock, type Trace } from '@counterstep/service-kit';
import { commitDecision, type DocumentStore, type Write } from '@counterstep/document-store';
import { newsOf, type News } from './news.ts';
import type { Payment } from './domain/payment.ts';
import type { PaymentStore } from './payment-store.ts';
import type { PaymentProvider } from './provider/payment-provider.ts';
import type { RefundStore } from './refund-store.ts';
import { chargeNameOf, providerSpan } from './step-parts.ts';

interface InquiryParts {
  readonly store: DocumentStore;
  readonly payments: PaymentStore;
  readonly refunds: RefundStore;
  readonly provider: PaymentProvider;
  readonly clock: Clock;
}

/**
 * Asks the provider what has become of a payment, records the news, and notifies the saga that waits for it; returns
 * the payment as it is then.
 *
 * @throws {ProviderUnavailable} when the provider does not answer.
 */
export type Inquire = (payment: Payment, trace: Trace) => Promise<Payment>;

/** Creates an inquiry that can run outside of the saga's steps. */
export const createInquiry =
  ({ store, payments, refunds, provider, clock }: InquiryParts): Inquire =>
  async (asked, trace) => {
    const state = await trace.during(...providerSpan('look'), () => provider.look(chargeNameOf(asked)));
    await commitDecision(store, async () => {
      const payment = (await payments.get(asked.id)) ?? asked;
      const made = (await refunds.ofOrders([payment.orderId])).get(payment.orderId) ?? [];
      const news = newsOf(payment, made, state, { now: clock.now(), id: newId() });
      return { writes: writesOf({ payments, refunds }, payment, news), result: undefined };
    });
    return (await payments.get(asked.id)) ?? asked;
  };

function writesOf(
  { payments, refunds }: Pick<InquiryParts, 'payments' | 'refunds'>,
  payment: Payment,
  news: News,
): Write[] {
  switch (news.kind) {
    case 'none':
      return [];
    case 'tell':
      return [payments.tell(payment)];
    case 'learn':
      return [payments.learn(payment, news.answer, true)];
    case 'correct':
      return [
        payments.correct(payment, news.change),
        ...news.failed.map(({ refund, failure, at }) => refunds.fail(refund, failure, at)),
        ...(news.chargeback === undefined ? [] : [refunds.record(news.chargeback)]),
      ];
  }
}
