import type { Reservation } from '@counterstep/inventory/domain/reservation';
import type { Order } from '@counterstep/orders/domain/order';
import type { Payment } from '@counterstep/payments/domain/payment';
import { mayBeReported, type Shipment } from '@counterstep/shipping/domain/shipment';

/** How many units the warehouse holds before the order, and how many the order asks for. */
export const STOCK = 5;
export const QUANTITY = 2;

/** Why an order cannot be placed. */
export type Obstacle = 'none' | 'sold-out' | 'declined' | 'not-served';

/** The document with changes; throws where there is none. */
const changed = <T extends object>(document: T | undefined, changes: Partial<T>): T => {
  if (document === undefined) throw new Error('There is nothing to change.');
  return { ...document, ...changes };
};

/** Everything that subgraphs and third parties have recorded of one order. */
export class Records {
  readonly obstacle: Obstacle;
  order: Order | undefined;
  reservation: Reservation | undefined;
  payment: Payment | undefined;
  shipment: Shipment | undefined;
  onHand = STOCK;
  reserved = 0;
  /** What the payment provider and the carrier hold under each idempotency key. */
  readonly charges = new Map<string, 'TAKEN' | 'DECLINED' | 'GIVEN_BACK' | 'CANCELLED'>();
  readonly bookings = new Map<string, 'BOOKED' | 'REFUSED' | 'CANCELLED'>();
  /** The steps that have sent an e-mail. */
  readonly mails: string[] = [];

  constructor(obstacle: Obstacle) {
    this.obstacle = obstacle;
  }

  changeOrder(changes: Partial<Order>): void {
    this.order = changed(this.order, changes);
  }

  changePayment(changes: Partial<Payment>): void {
    this.payment = changed(this.payment, changes);
  }

  changeShipment(changes: Partial<Shipment>): void {
    this.shipment = changed(this.shipment, changes);
  }

  /** Changes the reservation and moves the units that go with it. */
  changeReservation(changes: Partial<Reservation>, onHand: number, reserved: number): void {
    this.reservation = changed(this.reservation, changes);
    this.onHand += onHand;
    this.reserved += reserved;
  }

  /** Hands the parcel to the carrier; whoever does so knows only that the order was confirmed at some time. */
  handOver(): void {
    const { order, shipment } = this;
    const confirmed = order?.confirmedAt !== undefined;
    if (confirmed && shipment !== undefined && mayBeReported(shipment, 'HANDED_OVER'))
      this.changeShipment({ status: 'HANDED_OVER' });
  }
}
