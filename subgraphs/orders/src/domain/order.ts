import type { Address, Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import type { Rejection } from '@counterstep/step-barrier';
import type { SentParcel } from './parcel.ts';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'CANCELLING' | 'CANCELLED';

/** A product with the name and the price that were valid when the order was placed. */
export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface Cancellation {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

export interface Order extends Document {
  /** For people; unique. */
  readonly number: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress: Address;
  readonly placedAt: string;
  readonly confirmedAt?: string;
  /** The saga that is cancelling the order, or has cancelled it after it was confirmed. */
  readonly cancelledBy?: string;
  readonly cancelledAt?: string;
  readonly cancellation?: Cancellation;
  /** What has left the shop; absent before the first, and in orders whose parcels moved before this was kept. */
  readonly parcels?: readonly SentParcel[];
}

/** What an order is made of when it is accepted. */
export type NewOrder = Pick<
  Order,
  'id' | 'number' | 'customerId' | 'lines' | 'total' | 'shippingAddress' | 'placedAt'
>;

export const lineTotal = ({ quantity, unitPrice }: OrderLine): Money => ({
  amount: quantity * unitPrice.amount,
  currency: unitPrice.currency,
});

/** Whether the total is the sum of the lines, all in its currency. */
export const addsUp = ({ lines, total }: Pick<Order, 'lines' | 'total'>): boolean =>
  lines.every((line) => line.unitPrice.currency === total.currency) &&
  lines.reduce((sum, line) => sum + lineTotal(line).amount, 0) === total.amount;

/** An order as it is first recorded: PENDING, with its prices and names frozen. */
export const pendingOrder = (order: NewOrder): Draft<Order> => ({ ...order, status: 'PENDING' });

/** Whether an order may be confirmed: only while it is being placed. */
export function decideConfirmation(
  order: Order | undefined,
):
  | { readonly kind: 'confirm'; readonly order: Order }
  | { readonly kind: 'refused'; readonly rejection: Rejection } {
  if (order?.status === 'PENDING') return { kind: 'confirm', order };
  const rejection =
    order === undefined
      ? { code: 'ORDER_NOT_FOUND', message: 'There is no such order.' }
      : { code: 'ORDER_NOT_PENDING', message: `The order is ${order.status} already.` };
  return { kind: 'refused', rejection };
}
