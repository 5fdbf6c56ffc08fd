import { countedLines } from '@counterstep/inventory/domain/reservation';
import type { Reservation } from '@counterstep/inventory/domain/reservation';
import { onHandBy, type StockMovement } from '@counterstep/inventory/domain/movement';
import type { StockItem } from '@counterstep/inventory/domain/stock';
import { countedLines as fulfilled } from '@counterstep/orders/domain/fulfilment';
import type { Order } from '@counterstep/orders/domain/order';
import type { Return } from '@counterstep/orders/domain/return';
import type { Payment } from '@counterstep/payments/domain/payment';
import { capturedOf, type Refund } from '@counterstep/payments/domain/refund';
import { refundedOf, takenOf, type Charge } from '@counterstep/payments/participant';
import type { Shipment } from '@counterstep/shipping/domain/shipment';
import type { Booking } from '@counterstep/shipping/participant';
import type { InvariantViolation } from '../invariants.ts';
import { violation } from '../ledger.ts';

/** What everybody has in their books of one order. */
export interface OrderBooks {
  readonly order: Order | undefined;
  readonly returns: readonly Return[];
  readonly reservation: Reservation | undefined;
  readonly payment: Payment | undefined;
  readonly refunds: readonly Refund[];
  readonly charge: Charge | undefined;
  readonly shipments: readonly Shipment[];
  readonly bookings: readonly Booking[];
  /** The sagas about it that have ended: whether all was done, and what for. */
  readonly sagas: readonly EndedSaga[];
}

/** A saga that has ended. */
export interface EndedSaga {
  readonly type: string;
  readonly isDone: boolean;
  /** The return, or the refund, that it was about. */
  readonly about?: string | undefined;
  /** The units that it has cancelled. */
  readonly cancelled?: number | undefined;
}

type Found = InvariantViolation | undefined;

/** The order if it stands; otherwise nothing of it may be left. */
const standing = ({ order }: OrderBooks): Order | undefined =>
  order?.status === 'CONFIRMED' ? order : undefined;

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const unitsOf = (
  lines: readonly { readonly sku: string; readonly quantity: number }[],
  sku: string,
): number => sum(lines, (line) => (line.sku === sku ? line.quantity : 0));

/** What the books of an order must say when all its sagas have ended; the first thing that is wrong. */
export const checkOrderBooks = (books: OrderBooks): Found =>
  checkOrder(books) ?? checkMoney(books) ?? checkParcels(books) ?? checkUnits(books) ?? checkReturns(books);

const checkOrder = ({ order, sagas }: OrderBooks): Found => {
  const placed = sagas.some(({ type, isDone }) => type === 'PlaceOrder' && isDone);
  const status = order?.status ?? 'absent';
  if (!placed)
    return ['CANCELLED', 'absent'].includes(status) ? undefined : wrong('orders', `it is ${status}`);
  if (order === undefined || (status !== 'CONFIRMED' && status !== 'CANCELLED'))
    return wrong('orders', `it is placed, and ${status}`);
  if (order.lock !== undefined && status === 'CONFIRMED') return wrong('orders', 'lines of it are locked');
  const cancelled =
    status === 'CANCELLED'
      ? sum(order.lines, ({ quantity }) => quantity)
      : sum(order.lines, (line) => line.cancelled ?? 0);
  const asked = sum(sagas, (saga) => saga.cancelled ?? 0);
  if (cancelled !== asked) return wrong('orders', `${cancelled} units are cancelled, and not ${asked}`);
  const over = fulfilled(order).find(
    (line) => line.returned > line.delivered || line.cancelled + line.shipped > line.quantity,
  );
  return over && wrong('orders', `the counts of ${over.sku} contradict each other`);
};

const wrong = violation;

/** Never more is given back than was taken; what is kept is worth what the customer keeps. */
const checkMoney = (books: OrderBooks): Found => {
  const order = standing(books);
  const { payment, refunds, charge } = books;
  const ours = payment === undefined ? 0 : capturedOf(payment).amount - payment.refunded.amount;
  const theirs = charge === undefined ? 0 : takenOf(charge) - refundedOf(charge);
  if (ours !== theirs) return wrong('money', `${ours} is kept by our books, and ${theirs} by the provider's`);
  if (charge?.status === 'AUTHORIZED') return wrong('money', 'money is still set aside');
  if ((payment?.claimed ?? 0) !== 0 || refunds.some(({ status }) => status === 'PENDING'))
    return wrong('money', 'a refund is still claimed');
  const given = sum(refunds, ({ status, amount }) => (status === 'SUCCEEDED' ? amount.amount : 0));
  if (given !== (payment?.refunded.amount ?? 0))
    return wrong('money', `${given} was given back by its refunds`);
  if (order === undefined)
    return ours === 0 ? undefined : wrong('money', `${ours} is kept of an order that does not stand`);
  const goodwill = sum(refunds, ({ status, cause, amount }) =>
    status === 'SUCCEEDED' && cause === 'GOODWILL' ? amount.amount : 0,
  );
  const worth = sum(
    order.lines,
    ({ quantity, cancelled = 0, returned = 0, unitPrice }) =>
      (quantity - cancelled - returned) * unitPrice.amount,
  );
  if (ours + goodwill < worth) return wrong('money', `${ours} was paid for what is worth ${worth}`);
  // A gesture may leave less than a return is worth: then all of that is given back.
  return Math.min(ours, ours + goodwill - worth) > 0
    ? wrong('money', `${ours} is kept for what is worth ${worth}, with ${goodwill} of goodwill`)
    : undefined;
};

const isGoing = ({ status }: Shipment): boolean => status !== 'CANCELLED';
const hasLeft = ({ status }: Shipment): boolean =>
  status === 'HANDED_OVER' || status === 'IN_TRANSIT' || status === 'DELIVERED';

/** The parcels hold what is ordered and not cancelled, each unit once, at the carrier too. */
const checkParcels = (books: OrderBooks): Found => {
  const order = standing(books);
  const { shipments, bookings } = books;
  const going = shipments.filter(isGoing);
  const unsure = going.find(({ status }) => status === 'PENDING');
  if (unsure !== undefined) return wrong('parcels', 'nobody knows whether a parcel is booked');
  const booked = bookings.filter(({ status }) => status === 'BOOKED').length;
  if (booked !== going.length)
    return wrong(
      'parcels',
      `${going.length} parcels are booked by our books, and ${booked} by the carrier's`,
    );
  const outbound = going.filter(({ direction }) => direction !== 'TO_WAREHOUSE');
  if (order === undefined)
    return outbound.length === 0
      ? undefined
      : wrong('parcels', 'a parcel goes of an order that does not stand');
  const lines = outbound.flatMap((parcel) => parcel.lines ?? []);
  const line = order.lines.find(
    ({ sku, quantity, cancelled = 0 }) => unitsOf(lines, sku) !== quantity - cancelled,
  );
  if (line !== undefined)
    return wrong('parcels', `${unitsOf(lines, line.sku)} of ${line.sku} are in parcels`);
  const untold = outbound.find(
    ({ id, status }) =>
      hasLeft({ status } as Shipment) !==
      (order.parcels ?? []).some(
        (sent) => sent.shipmentId === id && (status === 'DELIVERED') === (sent.deliveredAt !== undefined),
      ),
  );
  return untold && wrong('parcels', `the order does not know that a parcel is ${untold.status}`);
};

/** A hold is gone, or its units left with a parcel, or they wait for theirs without an end. */
const checkUnits = (books: OrderBooks): Found => {
  const order = standing(books);
  const { reservation, returns, shipments } = books;
  const lines = reservation === undefined ? [] : countedLines(reservation);
  const of = (sku: string): number =>
    sum(lines, (line) => (line.sku === sku ? line.held + line.committed - line.returned : 0));
  const held = sum(lines, (line) => line.held);
  if (order === undefined) {
    const left = lines.find(({ sku }) => of(sku) > 0);
    return left && wrong('units', `${of(left.sku)} of ${left.sku} are taken by an order that does not stand`);
  }
  if (held > 0 && reservation?.allocatedAt === undefined)
    return wrong('units', `${held} are held with an end`);
  const resold = returns.filter(({ status }) => status === 'COMPLETED').flatMap((each) => each.lines);
  const line = order.lines.find(({ sku, quantity, cancelled = 0 }) => {
    const back = sum(resold, (each) => (each.sku === sku ? (each.resellable ?? 0) : 0));
    return of(sku) !== quantity - cancelled - back;
  });
  if (line !== undefined) return wrong('units', `${of(line.sku)} of ${line.sku} are taken`);
  const gone = shipments.filter((each) => hasLeft(each) && each.direction !== 'TO_WAREHOUSE');
  const kept = lines.find(
    (each) => each.held > 0 && gone.some(({ warehouse }) => warehouse === each.warehouse),
  );
  return kept && wrong('units', `${kept.held} of ${kept.sku} are held, and their parcel has left`);
};

/** A return that turned back leaves nothing; one that was accepted is complete. */
const checkReturns = ({ order, returns, refunds, shipments, sagas }: OrderBooks): Found => {
  if ((order?.openReturns ?? []).length > 0)
    return wrong('returns', 'units are kept for a return that has ended');
  for (const { type, isDone, about = '' } of sagas) {
    if (type === 'RefundOrder') {
      const isMade = refunds.some(({ id, status }) => id === about && status === 'SUCCEEDED');
      if (isMade !== isDone) return wrong('money', `the refund ${about} is ${isMade ? '' : 'not '}made`);
    }
    if (type !== 'ReturnOrder') continue;
    const status = returns.find(({ id }) => id === about)?.status ?? 'absent';
    const isSent = shipments.some((each) => each.returnId === about && isGoing(each));
    const isPaid = refunds.some(({ returnId }) => returnId === about);
    const isRight = isDone
      ? status === 'COMPLETED' && isSent
      : (status === 'CLOSED' || status === 'absent') && !isSent && !isPaid;
    if (!isRight)
      return wrong(
        'returns',
        `${about} is ${status}; its parcel is ${isSent ? '' : 'not '}booked, and its money ${isPaid ? '' : 'not '}given back`,
      );
  }
  return undefined;
};

/** What the shelves must say whenever nothing moves: movements add up to what is there, holds to what is reserved. */
export const checkShelves = (
  items: readonly StockItem[],
  movements: readonly StockMovement[],
  reservations: readonly Reservation[],
): Found => {
  const lines = reservations.flatMap(countedLines);
  for (const { sku, warehouse, onHand, reserved, available } of items) {
    const isHere = (each: { readonly sku: string; readonly warehouse: string }): boolean =>
      each.sku === sku && each.warehouse === warehouse;
    const moved = sum(movements.filter(isHere), onHandBy);
    const held = sum(lines.filter(isHere), (line) => line.held);
    if (moved !== onHand || held !== reserved || available !== onHand - reserved)
      return wrong(
        'units',
        `of ${sku} in ${warehouse} are ${onHand} on hand, ${reserved} reserved, ${available} available; movements say ${moved}, holds ${held}`,
      );
  }
  return undefined;
};

/** What must hold of a payment at every moment: never more is given back, or about to be, than was taken. */
export const checkPayment = (payment: Payment): Found => {
  const { amount: taken } = capturedOf(payment);
  const given = payment.refunded.amount + (payment.claimed ?? 0);
  return given > taken ? wrong('money', `${given} of ${taken} is given back, or about to be`) : undefined;
};

/** What must hold of a charge at the provider at every moment. */
export const checkCharge = (charge: Charge): Found =>
  refundedOf(charge) > takenOf(charge)
    ? wrong('money', `the provider gives ${refundedOf(charge)} of ${takenOf(charge)} back`)
    : undefined;
