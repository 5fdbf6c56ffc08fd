import { everything } from './books.ts';
import type { Client } from './client.ts';

interface Amount {
  readonly amount: number;
}

interface Units {
  readonly sku: string;
  readonly quantity: number;
}

/** An ordered product: how many units, and what has become of them. */
export interface LineEntry extends Units {
  readonly cancelled: number;
  readonly shipped: number;
}

interface ReservedUnits extends Units {
  readonly warehouse: string;
}

interface Named {
  readonly id: string;
}

export interface OrderEntry extends Named {
  readonly status: string;
  readonly total: Amount;
  readonly lines: readonly LineEntry[];
  readonly reservation: { readonly status: string; readonly lines: readonly ReservedUnits[] } | null;
  readonly notifications: readonly { readonly type: string; readonly status: string }[] | null;
}

export interface SagaEntry extends Named {
  readonly type: string;
  readonly status: string;
  readonly sequence: number;
  readonly order: Named | null;
  readonly steps: readonly { readonly name: string; readonly status: string }[];
  readonly events: readonly { readonly sequence: number; readonly type: string }[];
}

export interface PaymentEntry extends Named {
  readonly status: string;
  readonly amount: Amount;
  readonly refunded: Amount;
  readonly order: Named | null;
}

/** A charge in the payment provider's own ledger. */
export interface ChargeEntry {
  readonly key: string;
  readonly status: string;
  readonly amount: Amount | null;
  readonly refunded: Amount | null;
  readonly order: Named | null;
}

export interface ShipmentEntry extends Named {
  readonly status: string;
  readonly trackingNumber: string | null;
  readonly order: Named | null;
}

/** A booking in the carrier's own book. */
export interface BookingEntry {
  readonly key: string;
  readonly status: string;
  readonly trackingNumber: string | null;
  readonly order: Named | null;
}

export interface StockEntry {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
}

/** Everything that ADMIN can read about all orders at one moment. */
export interface Books {
  readonly orders: readonly OrderEntry[];
  readonly sagas: readonly SagaEntry[];
  readonly payments: readonly PaymentEntry[];
  readonly charges: readonly ChargeEntry[];
  readonly shipments: readonly ShipmentEntry[];
  readonly bookings: readonly BookingEntry[];
  readonly stock: readonly StockEntry[];
  /** Every notification, to whomever. */
  readonly mails: readonly Named[];
}

/** Whether every saga has ended. */
export const isAtRest = ({ sagas }: Books): boolean =>
  sagas.every(({ status }) => status === 'COMPLETED' || status === 'COMPENSATED');

/** Reads the books through the public endpoint, page by page. */
export async function readBooks(admin: Client): Promise<Books> {
  const units = 'sku quantity';
  const money = 'amount { amount } refunded { amount }';
  const all = <Entry>(list: string, fields: string) => everything<Entry>(admin, list, fields);
  return {
    orders: await all<OrderEntry>(
      'orders',
      `id status total { amount } lines { ${units} cancelled shipped } reservation { status lines { ${units} warehouse } } notifications { type status }`,
    ),
    sagas: await all<SagaEntry>(
      'sagas',
      'id type status sequence order { id } steps { name status } events { sequence type }',
    ),
    payments: await all<PaymentEntry>('payments', `id status ${money} order { id }`),
    charges: await all<ChargeEntry>('simulatedCharges', `key status ${money} order { id }`),
    shipments: await all<ShipmentEntry>('shipments', 'id status trackingNumber order { id }'),
    bookings: await all<BookingEntry>('simulatedBookings', 'key status trackingNumber order { id }'),
    stock: await all<StockEntry>('inventory', 'sku warehouse onHand reserved'),
    mails: await all<Named>('notifications', 'id'),
  };
}
