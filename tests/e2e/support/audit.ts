import type { Books, LineEntry, OrderEntry, SagaEntry } from './all-books.ts';

/** What the clients were told, which the books must agree with. */
export interface Promises {
  /** The orders that clients know of, with the status in which each must have ended, where that is certain. */
  readonly orders: ReadonlyMap<string, 'CONFIRMED' | 'CANCELLED' | undefined>;
  /** The books before the first of these orders. */
  readonly opening: Books;
}

interface Referring {
  readonly order: { readonly id: string } | null;
}

const ofOrder = <Entry extends Referring>(entries: readonly Entry[], id: string): readonly Entry[] =>
  entries.filter(({ order }) => order?.id === id);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const quantities = (lines: readonly { readonly sku: string; readonly quantity: number }[]): string => {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku]
    .map(([sku, quantity]) => `${quantity} ${sku}`)
    .sort()
    .join(', ');
};

/** Compares a finding with what is wanted; returns the difference in words, or nothing. */
const differ = (what: string, found: unknown, wanted: unknown): readonly string[] =>
  found === wanted ? [] : [`${what} is ${JSON.stringify(found)} and not ${JSON.stringify(wanted)}`];

const lastEvents: Readonly<Record<string, string>> = {
  COMPLETED: 'SAGA_COMPLETED',
  COMPENSATED: 'SAGA_COMPENSATED',
};

function auditSaga({ id, status, sequence, events }: SagaEntry): readonly string[] {
  const numbers = events.map((event) => event.sequence).join();
  const gapless = Array.from(events, (_, index) => index + 1).join();
  return [
    ...(status in lastEvents ? [] : [`saga ${id} has not ended: ${status}`]),
    ...differ(`saga ${id}: last event`, events.at(-1)?.type, lastEvents[status]),
    ...differ(`saga ${id}: sequences`, numbers, gapless),
    ...differ(`saga ${id}: sequence`, sequence, events.length),
  ];
}

/** Checks that each of any number of entries has one of the statuses. */
const noneBut = (what: string, statuses: readonly string[], allowed: readonly string[]) =>
  statuses.filter((status) => !allowed.includes(status)).map((status) => `${what} is ${status}`);

/** Checks that there is at most one entry, with one of the statuses. */
const atMostOne = (what: string, statuses: readonly string[], allowed: readonly string[]) => [
  ...(statuses.length > 1 ? [`${what}: there are ${statuses.length}`] : []),
  ...noneBut(what, statuses, allowed),
];

/** Checks that there are exactly so many entries, all with the status. */
const exactly = (what: string, count: number, statuses: readonly string[], wanted: string) =>
  differ(what, statuses.join(), Array(count).fill(wanted).join());

const exactlyOne = (what: string, statuses: readonly string[], wanted: string) =>
  differ(what, statuses.join(), wanted);

const statusesOf = (entries: readonly { readonly status: string }[]): readonly string[] =>
  entries.map(({ status }) => status);

/** Whether a step of one of the sagas is done. */
const isDone = (sagas: readonly SagaEntry[], step: string): boolean =>
  sagas.some(({ steps }) => steps.some(({ name, status }) => name === step && status === 'SUCCEEDED'));

/** The possible statuses of the parcel of an order that was placed. */
const underWay: readonly string[] = ['SCHEDULED', 'HANDED_OVER', 'IN_TRANSIT', 'DELIVERED'];

/** Whether the placing saga only holds units and sets money aside until parcels leave. */
const isAllocating = ({ steps }: SagaEntry): boolean =>
  steps.some(({ name }) => name === 'allocateReservation');

/** How many units of a line are to be sent. */
const kept = ({ quantity, cancelled }: LineEntry): number => quantity - cancelled;

/** The reservation status of an order that stands: HELD until all of its units have left. */
const wantedReservation = ({ lines }: OrderEntry, placing: SagaEntry): string =>
  isAllocating(placing) && lines.some((line) => line.shipped < kept(line)) ? 'HELD' : 'COMMITTED';

/** How many parcels an order has: one from each warehouse that sends part of it. */
const parcelsOf = ({ reservation }: OrderEntry, placing: SagaEntry): number =>
  isAllocating(placing) ? new Set(reservation?.lines.map(({ warehouse }) => warehouse)).size : 1;

const trackingNumbers = (entries: readonly { readonly trackingNumber: string | null }[]): string =>
  entries
    .map(({ trackingNumber }) => trackingNumber)
    .sort()
    .join();

function auditConfirmed(
  order: OrderEntry,
  { placing, cancelling, moving }: Sagas,
  books: Books,
): readonly string[] {
  const { id, total, lines, reservation } = order;
  const [payments, charges] = [ofOrder(books.payments, id), ofOrder(books.charges, id)];
  const [shipments, bookings] = [ofOrder(books.shipments, id), ofOrder(books.bookings, id)];
  const parcels = parcelsOf(order, placing);
  const paid = [...payments, ...charges].flatMap(({ amount, refunded }) => [
    ...differ('amount taken', amount?.amount, total.amount),
    ...differ('amount given back', refunded?.amount, 0),
  ]);
  return [
    ...differ('saga', placing.status, 'COMPLETED'),
    ...auditSagas(cancelling, []),
    ...differ('reservation', reservation?.status, wantedReservation(order, placing)),
    ...differ('reserved units', quantities(reservation?.lines ?? []), quantities(lines)),
    ...exactlyOne('payment', statusesOf(payments), 'CAPTURED'),
    ...exactlyOne('charge', statusesOf(charges), 'CAPTURED'),
    ...paid,
    ...differ('number of shipments', shipments.length, parcels),
    ...noneBut('shipment', statusesOf(shipments), underWay),
    ...exactly('booking', parcels, statusesOf(bookings), 'BOOKED'),
    ...differ('tracking number', trackingNumbers(shipments), trackingNumbers(bookings)),
    ...auditMails(order, [placing, ...moving], {
      ORDER_CONFIRMED: 'sendNotification',
      ORDER_SHIPPED: 'sendShipped',
      ORDER_DELIVERED: 'sendDelivered',
    }),
  ];
}

function auditUndone(order: OrderEntry, { placing, cancelling }: Sagas, books: Books): readonly string[] {
  const { id, reservation } = order;
  const charges = ofOrder(books.charges, id);
  // Money that is only set aside is let go, and not refunded.
  const back = isAllocating(placing) ? 'VOIDED' : 'REFUNDED';
  const returned = [...ofOrder(books.payments, id), ...charges]
    .filter(({ status }) => status === 'REFUNDED')
    .flatMap(({ amount, refunded }) => differ('amount given back', refunded?.amount, amount?.amount));
  return [
    ...differ('saga', placing.status, 'COMPENSATED'),
    ...auditSagas(cancelling, []),
    ...atMostOne('reservation', reservation ? [reservation.status] : [], ['RELEASED']),
    ...atMostOne('payment', statusesOf(ofOrder(books.payments, id)), ['DECLINED', 'VOIDED', back]),
    ...atMostOne('charge', statusesOf(charges), ['DECLINED', 'CANCELLED', back]),
    ...returned,
    ...noneBut('shipment', statusesOf(ofOrder(books.shipments, id)), ['CANCELLED']),
    ...noneBut('booking', statusesOf(ofOrder(books.bookings, id)), ['REFUSED', 'CANCELLED']),
    ...auditMails(order, [placing], { ORDER_CANCELLED: 'sendCancellation' }),
  ];
}

/** Audits an order that was placed, and afterwards cancelled by another saga. */
function auditTakenBack(order: OrderEntry, { placing, cancelling }: Sagas, books: Books): readonly string[] {
  const { id, total, reservation } = order;
  const [payments, charges] = [ofOrder(books.payments, id), ofOrder(books.charges, id)];
  // A cancellation before the capture lets the money go.
  const isUntaken = isAllocating(placing) && charges[0]?.status === 'VOIDED';
  const back = isUntaken ? 'VOIDED' : 'REFUNDED';
  const parcels = parcelsOf(order, placing);
  const returned = [...payments, ...charges].flatMap(({ amount, refunded }) => [
    ...differ('amount taken', amount?.amount, total.amount),
    ...differ('amount given back', refunded?.amount, back === 'VOIDED' ? 0 : total.amount),
  ]);
  return [
    ...auditSagas(cancelling, ['COMPLETED']),
    ...differ('reservation', reservation?.status, 'RELEASED'),
    ...exactlyOne('payment', statusesOf(payments), back),
    ...exactlyOne('charge', statusesOf(charges), back),
    ...returned,
    ...exactly('shipment', parcels, statusesOf(ofOrder(books.shipments, id)), 'CANCELLED'),
    ...exactly('booking', parcels, statusesOf(ofOrder(books.bookings, id)), 'CANCELLED'),
    ...auditMails(order, [placing, ...cancelling], {
      ORDER_CONFIRMED: 'sendNotification',
      ORDER_CANCELLED: 'sendCancellation',
    }),
  ];
}

/** Audits the cancelling sagas: some may have succeeded, and all others must have changed nothing. */
const auditSagas = (cancelling: readonly SagaEntry[], succeeded: readonly string[]): readonly string[] =>
  differ(
    'sagas that cancel it',
    statusesOf(cancelling)
      .filter((status) => status !== 'COMPENSATED')
      .join(),
    succeeded.join(),
  );

/**
 * Checks that each mail was sent once; a mail whose saga gave it up may have been sent nevertheless, but never twice.
 */
function auditMails(
  { notifications }: OrderEntry,
  sagas: readonly SagaEntry[],
  steps: Readonly<Record<string, string>>,
): readonly string[] {
  const mails = (notifications ?? []).map(({ type, status }) => `${type} ${status}`);
  const wanted = Object.entries(steps)
    .filter(([type, step]) => isDone(sagas, step) || mails.includes(`${type} SENT`))
    .map(([type]) => `${type} SENT`);
  return differ('mails', mails.sort().join(), wanted.sort().join());
}

/** The sagas of an order: the one that placed it, and those that cancelled it or tried to. */
interface Sagas {
  readonly placing: SagaEntry;
  readonly cancelling: readonly SagaEntry[];
  /** The sagas that have processed carriers' reports. */
  readonly moving: readonly SagaEntry[];
}

function auditOrder(order: OrderEntry, books: Books): readonly string[] {
  const all = ofOrder(books.sagas, order.id);
  const [placing, ...others] = all.filter(({ type }) => type === 'PlaceOrder');
  const name = (finding: string) => `order ${order.id}: ${finding}`;
  if (placing === undefined || others.length > 0)
    return [name(`it has ${others.length + (placing ? 1 : 0)} sagas that place it`)];
  const sagas = {
    placing,
    cancelling: all.filter(({ type }) => type === 'CancelOrder'),
    moving: all.filter(({ type }) => type === 'MoveParcel'),
  };
  const wasPlaced = placing.status === 'COMPLETED';
  switch (order.status) {
    case 'CONFIRMED':
      return auditConfirmed(order, sagas, books).map(name);
    case 'CANCELLED':
      return (wasPlaced ? auditTakenBack : auditUndone)(order, sagas, books).map(name);
    default:
      return [name(`it has not ended: ${order.status}`)];
  }
}

function auditPromises({ orders }: Promises, books: Books): readonly string[] {
  const statuses = new Map(books.orders.map(({ id, status }) => [id, status]));
  return [...orders].flatMap(([id, wanted]) => {
    const status = statuses.get(id);
    if (status === undefined) return [`order ${id}: it was acknowledged and is not there`];
    return wanted === undefined ? [] : differ(`order ${id}: status`, status, wanted);
  });
}

function auditStock({ opening }: Promises, books: Books): readonly string[] {
  const standing = ({ orders }: Books, sku: string) =>
    orders
      .filter(({ status }) => status === 'CONFIRMED')
      .flatMap(({ lines, reservation }) =>
        lines.filter((line) => line.sku === sku).map((line) => ({ line, reservation })),
      );
  /** Counts what has left the warehouses, and what is held until it leaves. */
  const gone = (of: Books, sku: string) =>
    sum(
      standing(of, sku).map(({ line, reservation }) =>
        reservation?.status === 'COMMITTED' ? kept(line) : line.shipped,
      ),
    );
  const wanted = (of: Books, sku: string) => sum(standing(of, sku).map(({ line }) => kept(line)));
  const inStock = ({ stock }: Books, sku: string, count: 'onHand' | 'reserved') =>
    sum(stock.filter((entry) => entry.sku === sku).map((entry) => entry[count]));
  const since = (of: (books: Books) => number): number => of(books) - of(opening);
  const skus = new Set([...opening.stock, ...books.stock].map(({ sku }) => sku));
  return [
    ...[...skus].flatMap((sku) => {
      const left = since((of) => gone(of, sku));
      const held = since((of) => wanted(of, sku)) - left;
      return [
        ...differ(`${sku}: on hand`, inStock(books, sku, 'onHand'), inStock(opening, sku, 'onHand') - left),
        ...differ(
          `${sku}: reserved`,
          inStock(books, sku, 'reserved'),
          inStock(opening, sku, 'reserved') + held,
        ),
      ];
    }),
    ...books.stock.flatMap(({ sku, warehouse, onHand: units, reserved }) =>
      units < 0 || reserved < 0 || reserved > units
        ? [`${sku} in ${warehouse}: ${reserved} of ${units} on hand are reserved`]
        : [],
    ),
  ];
}

/** Checks that entries without an order hold nothing, and that no entry names an unknown order. */
function auditStrays({
  orders,
  sagas,
  payments,
  charges,
  shipments,
  bookings,
  mails,
}: Books): readonly string[] {
  const known = new Set(orders.map(({ id }) => id));
  const strays = (what: string, entries: readonly Referring[]) =>
    entries.filter(({ order }) => !known.has(order?.id ?? '')).map(() => `a ${what} belongs to no order`);
  const holding = <Entry extends { readonly status: string }>(entries: readonly Entry[]) =>
    entries.filter(({ status }) => status !== 'CANCELLED');
  const told = sum(orders.map(({ notifications }) => notifications?.length ?? 0));
  return [
    ...strays('saga', sagas),
    ...strays('payment', payments),
    ...strays('shipment', shipments),
    ...strays('charge', holding(charges)),
    ...strays('booking', holding(bookings)),
    ...differ('number of mails', mails.length, told),
  ];
}

function auditMoney({ orders, charges }: Books): readonly string[] {
  const earned = orders.filter(({ status }) => status === 'CONFIRMED').map(({ total }) => total.amount);
  const taken = charges.filter(({ status }) => status === 'CAPTURED' || status === 'REFUNDED');
  const kept = taken.map(({ amount, refunded }) => (amount?.amount ?? 0) - (refunded?.amount ?? 0));
  return differ('money that the provider holds', sum(kept), sum(earned));
}

/**
 * Checks that every order has ended completely placed or completely undone, and that money, stock, parcels and mails
 * add up; returns what does not, in sentences.
 */
export const audit = (books: Books, promises: Promises): readonly string[] => [
  ...auditPromises(promises, books),
  ...books.sagas.flatMap(auditSaga),
  ...books.orders.flatMap((order) => auditOrder(order, books)),
  ...auditMoney(books),
  ...auditStock(promises, books),
  ...auditStrays(books),
];
