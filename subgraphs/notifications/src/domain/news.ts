import { formatMoney, type Money } from '@counterstep/service-kit';
import { oneLine, paragraphs, type Letter } from './letters.ts';

/** What a customer can be told about an order after it was placed. */
export type NewsType =
  | 'ORDER_SHIPPED'
  | 'ORDER_DELIVERED'
  | 'PAYMENT_ACTION_NEEDED'
  | 'LINES_CANCELLED'
  | 'RETURN_ACCEPTED'
  | 'RETURN_CLOSED';

export interface NewsContent {
  readonly orderId: string;
  /** The human-readable number of the order, or of the return where the letter is about one. */
  readonly number?: string | null | undefined;
  readonly name: string;
  readonly lines?: readonly { readonly sku: string; readonly quantity: number }[] | null | undefined;
  readonly amount?: Money | null | undefined;
  readonly trackingNumber?: string | null | undefined;
  readonly message?: string | null | undefined;
}

interface Wording {
  readonly subject: string;
  readonly sentence: string;
  /** The sentence about money, where there is an amount. */
  readonly ofMoney?: string;
}

const wordings: Readonly<Record<NewsType, (what: string) => Wording>> = {
  ORDER_SHIPPED: (what) => ({
    subject: `A parcel of ${what} is on its way`,
    sentence: `a parcel of ${what} was handed over to the carrier.`,
  }),
  ORDER_DELIVERED: (what) => ({
    subject: `A parcel of ${what} has arrived`,
    sentence: `the carrier reports that a parcel of ${what} has arrived.`,
  }),
  PAYMENT_ACTION_NEEDED: (what) => ({
    subject: `Please confirm the payment of ${what}`,
    sentence: `your bank wants you to confirm the payment of ${what}. Until then it is not placed.`,
    ofMoney: 'The amount is',
  }),
  LINES_CANCELLED: (what) => ({
    subject: `A part of ${what} is cancelled`,
    sentence: `a part of ${what} is cancelled. Everything else of it stays as it is.`,
    ofMoney: 'We give back to you',
  }),
  RETURN_ACCEPTED: (what) => ({
    subject: `What you sent back has arrived: ${what}`,
    sentence: `what you sent back has arrived: ${what}.`,
    ofMoney: 'We give back to you',
  }),
  RETURN_CLOSED: (what) => ({
    subject: `Your return is closed: ${what}`,
    sentence: `your return is closed: ${what}.`,
  }),
};

/** The letter about what happened to an order, or a part of it, after it was placed. */
export function newsLetter(type: NewsType, content: NewsContent): Letter {
  const { orderId, number, name, lines, amount, trackingNumber, message } = content;
  const named = type === 'RETURN_ACCEPTED' || type === 'RETURN_CLOSED' ? 'return' : 'your order';
  const { subject, sentence, ofMoney } = wordings[type](
    number == null ? named : `${named} ${oneLine(number)}`,
  );
  const units = (lines ?? []).map(({ sku, quantity }) => `  ${quantity} x ${oneLine(sku)}`);
  return {
    subject,
    text: paragraphs(
      `Hello ${oneLine(name)},`,
      sentence,
      units.length === 0 ? undefined : units.join('\n'),
      ofMoney === undefined || amount == null ? undefined : `${ofMoney} ${formatMoney(amount)}.`,
      trackingNumber == null ? undefined : `The tracking number is ${oneLine(trackingNumber)}.`,
      message == null ? undefined : oneLine(message),
      `The reference of the order is ${orderId}.`,
      'Counterstep',
    ),
  };
}
