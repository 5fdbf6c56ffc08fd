import type { Address, Money } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import { unitsOf, type PlannedParcel, type SentParcel, type Units, type WarehouseUnits } from './parcel.ts';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'CANCELLING' | 'CANCELLED';

/** A product with its name and price at the time of the order. */
export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** How many units were cancelled individually; absent means none. */
  readonly cancelled?: number;
  /** How many units were returned and accepted; absent means none. */
  readonly returned?: number;
}

export interface Cancellation {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** The units of an order that one saga is cancelling. */
export interface LineLock {
  readonly sagaId: string;
  /** Whether nothing is left of the order once these units are cancelled. */
  readonly whole: boolean;
  readonly units: readonly WarehouseUnits[];
}

/** Units of one return, which no other return may include. */
export interface OpenReturn {
  readonly returnId: string;
  readonly lines: readonly Units[];
}

export interface Order extends Document {
  /** A unique number for people. */
  readonly number: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress: Address;
  readonly placedAt: string;
  readonly confirmedAt?: string;
  /** The saga that is cancelling the confirmed order, or has cancelled it. */
  readonly cancelledBy?: string;
  readonly cancelledAt?: string;
  readonly cancellation?: Cancellation;
  /**
   * The parcels that have left; absent before the first, and in orders whose parcels moved before this was recorded.
   */
  readonly parcels?: readonly SentParcel[];
  /**
   * The planned parcels by warehouse, without cancelled units; absent if no plan was given, and all goes in one parcel.
   */
  readonly planned?: readonly PlannedParcel[];
  /** The units that one saga is cancelling. */
  readonly lock?: LineLock;
  /** Returns that are neither accepted nor closed. */
  readonly openReturns?: readonly OpenReturn[];
}

/** The data of a new order. */
export type NewOrder = Pick<
  Order,
  'id' | 'number' | 'customerId' | 'lines' | 'total' | 'shippingAddress' | 'placedAt'
>;

export const lineTotal = ({ quantity, unitPrice }: OrderLine): Money => ({
  amount: quantity * unitPrice.amount,
  currency: unitPrice.currency,
});

/** The price of units of an order. */
export const worthOf = (
  { lines, total }: Pick<Order, 'lines' | 'total'>,
  units: readonly Units[],
): Money => ({
  amount: lines.reduce((sum, { sku, unitPrice }) => sum + unitPrice.amount * unitsOf(units, sku), 0),
  currency: total.currency,
});

/** Whether the total is the sum of the lines, with all prices in its currency. */
export const addsUp = ({ lines, total }: Pick<Order, 'lines' | 'total'>): boolean =>
  lines.every((line) => line.unitPrice.currency === total.currency) &&
  lines.reduce((sum, line) => sum + lineTotal(line).amount, 0) === total.amount;

/** A new order, ready to be stored: PENDING, with fixed prices and names. */
export const pendingOrder = (order: NewOrder): Draft<Order> => ({ ...order, status: 'PENDING' });
