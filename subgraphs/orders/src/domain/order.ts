import type { Address, Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import { unitsOf, type PlannedParcel, type SentParcel, type Units, type WarehouseUnits } from './parcel.ts';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'CANCELLING' | 'CANCELLED';

/** A product with the name and the price that were valid when the order was placed. */
export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** How many units were cancelled one by one; absent: none. */
  readonly cancelled?: number;
  /** How many units were sent back and accepted; absent: none. */
  readonly returned?: number;
}

export interface Cancellation {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** What one saga is cancelling of an order. */
export interface LineLock {
  readonly sagaId: string;
  /** Whether nothing is left of the order once they are cancelled. */
  readonly whole: boolean;
  readonly units: readonly WarehouseUnits[];
}

/** Units that one return keeps from being sent back in another one. */
export interface OpenReturn {
  readonly returnId: string;
  readonly lines: readonly Units[];
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
  /** What goes from which warehouse, without what is cancelled; absent where that was not said: all in one parcel. */
  readonly planned?: readonly PlannedParcel[];
  /** What one saga is cancelling of it. */
  readonly lock?: LineLock;
  /** What is to be sent back, and has not been accepted or closed. */
  readonly openReturns?: readonly OpenReturn[];
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

/** What units of an order cost. */
export const worthOf = (
  { lines, total }: Pick<Order, 'lines' | 'total'>,
  units: readonly Units[],
): Money => ({
  amount: lines.reduce((sum, { sku, unitPrice }) => sum + unitPrice.amount * unitsOf(units, sku), 0),
  currency: total.currency,
});

/** Whether the total is the sum of the lines, all in its currency. */
export const addsUp = ({ lines, total }: Pick<Order, 'lines' | 'total'>): boolean =>
  lines.every((line) => line.unitPrice.currency === total.currency) &&
  lines.reduce((sum, line) => sum + lineTotal(line).amount, 0) === total.amount;

/** An order as it is first recorded: PENDING, with its prices and names frozen. */
export const pendingOrder = (order: NewOrder): Draft<Order> => ({ ...order, status: 'PENDING' });
