import { describe, expect, it } from '@jest/globals';
import type { Books } from '../support/all-books.ts';
import { audit, type Promises } from '../support/audit.ts';

const stock = (onHand: number, reserved = 0) => [{ sku: 'MUG', warehouse: 'EAST', onHand, reserved }];

const opening: Books = {
  orders: [],
  sagas: [],
  payments: [],
  charges: [],
  shipments: [],
  bookings: [],
  stock: stock(10),
  mails: [],
};

const eventsTo = (last: string) => [
  { sequence: 1, type: 'SAGA_STARTED' },
  { sequence: 2, type: last },
];
const amount = { amount: 1400 };
const nothing = { amount: 0 };
const lines = [{ sku: 'MUG', quantity: 1, cancelled: 0, shipped: 0 }];
const held = [{ sku: 'MUG', quantity: 1, warehouse: 'EAST' }];
const of = (id: string) => ({ order: { id } });

/** An order that was placed, and one that was undone after it had been paid and booked. */
const books: Books = {
  orders: [
    {
      id: 'placed',
      status: 'CONFIRMED',
      total: amount,
      lines,
      reservation: { status: 'COMMITTED', lines: held },
      notifications: [{ type: 'ORDER_CONFIRMED', status: 'SENT' }],
    },
    {
      id: 'undone',
      status: 'CANCELLED',
      total: amount,
      lines,
      reservation: { status: 'RELEASED', lines: held },
      notifications: [{ type: 'ORDER_CANCELLED', status: 'SENT' }],
    },
  ],
  sagas: [
    {
      id: 's1',
      type: 'PlaceOrder',
      status: 'COMPLETED',
      sequence: 2,
      steps: [{ name: 'sendNotification', status: 'SUCCEEDED' }],
      events: eventsTo('SAGA_COMPLETED'),
      ...of('placed'),
    },
    {
      id: 's2',
      type: 'PlaceOrder',
      status: 'COMPENSATED',
      sequence: 2,
      steps: [{ name: 'sendCancellation', status: 'SUCCEEDED' }],
      events: eventsTo('SAGA_COMPENSATED'),
      ...of('undone'),
    },
  ],
  payments: [
    { id: 'p1', status: 'CAPTURED', amount, refunded: nothing, ...of('placed') },
    { id: 'p2', status: 'REFUNDED', amount, refunded: amount, ...of('undone') },
  ],
  charges: [
    { key: 'c1', status: 'CAPTURED', amount, refunded: nothing, ...of('placed') },
    { key: 'c2', status: 'REFUNDED', amount, refunded: amount, ...of('undone') },
  ],
  shipments: [
    { id: 'm1', status: 'SCHEDULED', trackingNumber: 'T1', ...of('placed') },
    { id: 'm2', status: 'CANCELLED', trackingNumber: 'T2', ...of('undone') },
  ],
  bookings: [
    { key: 'b1', status: 'BOOKED', trackingNumber: 'T1', ...of('placed') },
    { key: 'b2', status: 'CANCELLED', trackingNumber: 'T2', ...of('undone') },
  ],
  stock: stock(9),
  mails: [{ id: 'n1' }, { id: 'n2' }],
};

const promises: Promises = {
  orders: new Map([
    ['placed', 'CONFIRMED'],
    ['undone', 'CANCELLED'],
  ]),
  opening,
};

type List = Exclude<keyof Books, 'stock'>;

/** The books with one entry of a list changed; an index behind the last one adds an entry. */
function tampered(list: List, index: number, changes: object): Books {
  const entries: readonly object[] = books[list];
  const entry = { ...entries[Math.min(index, entries.length - 1)], ...changes };
  return { ...books, [list]: entries[index] ? entries.with(index, entry) : [...entries, entry] };
}

const without = (list: List, index: number): Books => ({
  ...books,
  [list]: (books[list] as readonly object[]).filter((_, place) => place !== index),
});

describe('The audit of the books', () => {
  it('finds nothing where everything adds up', () => {
    expect(audit(books, promises)).toEqual([]);
  });

  it.each<[string, Books, RegExp]>([
    ['an acknowledged order that is not there', without('orders', 1), /undone: .*not there/],
    ['an order without a saga', without('sagas', 0), /placed: it has 0 sagas/],
    ['an order with two sagas', tampered('sagas', 2, { id: 's3' }), /undone: it has 2 sagas/],
    ['an order that ended otherwise', tampered('orders', 1, { status: 'CONFIRMED' }), /undone: status/],
    ['an order that has not ended', tampered('orders', 0, { status: 'PENDING' }), /placed: .*not ended/],
    ['a saga that has not ended', tampered('sagas', 0, { status: 'STUCK' }), /s1 has not ended/],
    [
      'a gap in a saga’s events',
      tampered('sagas', 0, { events: [{ sequence: 2, type: 'SAGA_COMPLETED' }] }),
      /s1: sequences/,
    ],
    ['a charge that is missing', without('charges', 0), /placed: charge/],
    ['a second charge', tampered('charges', 2, { key: 'c3', ...of('placed') }), /placed: charge/],
    ['a charge of another amount', tampered('charges', 0, { amount: nothing }), /placed: amount taken/],
    [
      'a charge that was kept',
      tampered('charges', 1, { status: 'CAPTURED', refunded: nothing }),
      /undone: charge/,
    ],
    [
      'money that was not wholly given back',
      tampered('charges', 1, { refunded: nothing }),
      /undone: amount given back/,
    ],
    [
      'money that was given back by mistake',
      tampered('charges', 0, { refunded: amount }),
      /placed: amount given back/,
    ],
    [
      'a charge of no order',
      tampered('charges', 2, { key: 'c3', order: null }),
      /charge belongs to no order/,
    ],
    ['a payment that knows otherwise', tampered('payments', 0, { status: 'PENDING' }), /placed: payment/],
    [
      'a second booking',
      tampered('bookings', 2, { key: 'b3', status: 'BOOKED', ...of('placed') }),
      /placed: booking/,
    ],
    ['a booking that was kept', tampered('bookings', 1, { status: 'BOOKED' }), /undone: booking/],
    [
      'a booking of no order',
      tampered('bookings', 2, { status: 'BOOKED', order: null }),
      /booking belongs to no order/,
    ],
    [
      'a shipment with another number',
      tampered('shipments', 0, { trackingNumber: 'T9' }),
      /placed: tracking number/,
    ],
    [
      'units that are still held',
      tampered('orders', 1, { reservation: { status: 'HELD', lines: held } }),
      /undone: reservation/,
    ],
    [
      'other units than those ordered',
      tampered('orders', 0, { lines: [{ ...lines[0]!, quantity: 2 }] }),
      /placed: reserved units/,
    ],
    [
      'a mail that was sent twice',
      tampered('orders', 0, {
        notifications: [...books.orders[0]!.notifications!, ...books.orders[0]!.notifications!],
      }),
      /placed: mails/,
    ],
    ['a mail that was not sent', tampered('orders', 0, { notifications: [] }), /placed: mails/],
    ['a mail about no order', tampered('mails', 2, { id: 'n3' }), /number of mails/],
    ['stock that was not taken', { ...books, stock: stock(10) }, /MUG: on hand/],
    ['stock that is still reserved', { ...books, stock: stock(9, 1) }, /MUG: reserved/],
  ])('finds %s', (_fault, faulty, finding) => {
    expect(audit(faulty, promises)).toContainEqual(expect.stringMatching(finding));
  });
});

/** The same two orders as newer versions place them, which hold units and set money aside until parcels leave. */
const parcels: Books = {
  ...books,
  orders: books.orders.with(0, {
    ...books.orders[0]!,
    lines: [{ ...lines[0]!, quantity: 3 }],
    reservation: {
      status: 'HELD',
      lines: [
        { sku: 'MUG', quantity: 1, warehouse: 'EAST' },
        { sku: 'MUG', quantity: 2, warehouse: 'WEST' },
      ],
    },
  }),
  sagas: books.sagas.map((saga) => ({
    ...saga,
    steps: [...saga.steps, { name: 'allocateReservation', status: 'SUCCEEDED' }],
  })),
  payments: books.payments.with(1, { ...books.payments[1]!, status: 'VOIDED', refunded: nothing }),
  charges: books.charges.with(1, { ...books.charges[1]!, status: 'VOIDED', refunded: nothing }),
  shipments: [
    ...books.shipments,
    { id: 'm3', status: 'SCHEDULED', trackingNumber: 'T3', ...of('placed') },
    { id: 'm4', status: 'CANCELLED', trackingNumber: 'T4', ...of('undone') },
  ],
  bookings: [...books.bookings, { key: 'b3', status: 'BOOKED', trackingNumber: 'T3', ...of('placed') }],
  stock: stock(10, 3),
};

describe('The audit of orders with several parcels', () => {
  it('finds nothing where everything adds up', () => {
    expect(audit(parcels, promises)).toEqual([]);
  });

  const [placed] = parcels.orders;
  it.each<[string, Partial<Books>, RegExp]>([
    ['a parcel that is missing', { shipments: parcels.shipments.slice(0, 2) }, /placed: number of shipments/],
    ['a booking that is missing', { bookings: parcels.bookings.slice(0, 2) }, /placed: booking/],
    [
      'a parcel that was kept',
      { shipments: tampered('shipments', 1, { status: 'SCHEDULED' }).shipments },
      /undone: shipment/,
    ],
    ['units that nobody holds any more', { stock: stock(10) }, /MUG: reserved/],
    ['units that have left too early', { stock: stock(7, 0) }, /MUG: on hand/],
    [
      'a reservation that says they have left',
      {
        orders: parcels.orders.with(0, {
          ...placed!,
          reservation: { ...placed!.reservation!, status: 'COMMITTED' },
        }),
      },
      /placed: reservation/,
    ],
    ['money that was taken too early', { charges: books.charges }, /undone: charge/],
  ])('finds %s', (_fault, faulty, finding) => {
    expect(audit({ ...parcels, ...faulty }, promises)).toContainEqual(expect.stringMatching(finding));
  });

  it('finds nothing where one of them has left', () => {
    const sent = { ...placed!, lines: [{ ...placed!.lines[0]!, shipped: 1 }] };
    expect(audit({ ...parcels, orders: parcels.orders.with(0, sent), stock: stock(9, 2) }, promises)).toEqual(
      [],
    );
  });
});

/** An order that was placed and then cancelled, after a first cancellation that was refused. */
const cancelled: Books = {
  orders: [
    {
      id: 'back',
      status: 'CANCELLED',
      total: amount,
      lines,
      reservation: { status: 'RELEASED', lines: held },
      notifications: [
        { type: 'ORDER_CONFIRMED', status: 'SENT' },
        { type: 'ORDER_CANCELLED', status: 'SENT' },
      ],
    },
  ],
  sagas: (
    [
      ['s1', 'PlaceOrder', 'COMPLETED', 'sendNotification', 'SUCCEEDED'],
      ['s2', 'CancelOrder', 'COMPENSATED', 'sendCancellation', 'SKIPPED'],
      ['s3', 'CancelOrder', 'COMPLETED', 'sendCancellation', 'SUCCEEDED'],
    ] as const
  ).map(([id, type, status, name, step]) => ({
    ...{ id, type, status, sequence: 2, steps: [{ name, status: step }] },
    ...{ events: eventsTo(`SAGA_${status}`), ...of('back') },
  })),
  payments: [{ id: 'p1', status: 'REFUNDED', amount, refunded: amount, ...of('back') }],
  charges: [{ key: 'c1', status: 'REFUNDED', amount, refunded: amount, ...of('back') }],
  shipments: [{ id: 'm1', status: 'CANCELLED', trackingNumber: 'T1', ...of('back') }],
  bookings: [{ key: 'b1', status: 'CANCELLED', trackingNumber: 'T1', ...of('back') }],
  stock: stock(10),
  mails: [{ id: 'n1' }, { id: 'n2' }],
};

const changed = (list: List, index: number, changes: object): Books => ({
  ...cancelled,
  [list]: (cancelled[list] as readonly object[]).map((entry, place) =>
    place === index ? { ...entry, ...changes } : entry,
  ),
});

describe('The audit of an order that was cancelled after it was placed', () => {
  const promised: Promises = { orders: new Map([['back', 'CANCELLED']]), opening };

  it('finds nothing where everything is back', () => {
    expect(audit(cancelled, promised)).toEqual([]);
  });

  it.each<[string, Books, RegExp]>([
    ['money that was kept', changed('charges', 0, { refunded: nothing }), /amount given back/],
    ['a charge that stands', changed('charges', 0, { status: 'CAPTURED' }), /charge is/],
    ['a payment that knows otherwise', changed('payments', 0, { status: 'CAPTURED' }), /payment is/],
    ['a parcel on its way', changed('shipments', 0, { status: 'HANDED_OVER' }), /shipment is/],
    ['a booking that stands', changed('bookings', 0, { status: 'BOOKED' }), /booking is/],
    ['units that stay away', { ...cancelled, stock: stock(9) }, /MUG: on hand/],
    [
      'a reservation that knows otherwise',
      changed('orders', 0, { reservation: { status: 'COMMITTED', lines: held } }),
      /reservation is/,
    ],
    ['a mail that was not sent', changed('orders', 0, { notifications: [] }), /mails/],
    [
      'two sagas that both have cancelled it',
      changed('sagas', 1, { status: 'COMPLETED', events: eventsTo('SAGA_COMPLETED') }),
      /sagas that cancel it/,
    ],
    [
      'an order that no saga has cancelled',
      changed('sagas', 2, { status: 'COMPENSATED', events: eventsTo('SAGA_COMPENSATED') }),
      /sagas that cancel it/,
    ],
    [
      'an order that is confirmed all the same',
      changed('orders', 0, { status: 'CONFIRMED' }),
      /sagas that cancel it/,
    ],
  ])('finds %s', (_fault, faulty, finding) => {
    expect(audit(faulty, promised)).toContainEqual(expect.stringMatching(finding));
  });
});
