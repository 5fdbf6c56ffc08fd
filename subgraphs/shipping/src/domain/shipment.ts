import { checkLength, validationError, type Address, type ValidationError } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import type { Rejection } from '@counterstep/step-barrier';

export type ShipmentStatus =
  'PENDING' | 'SCHEDULED' | 'HANDED_OVER' | 'IN_TRANSIT' | 'DELIVERED' | 'CANCELLED';

/** Something that happened to a shipment. */
export interface ShipmentEvent {
  /** The status that it brought. */
  readonly status: ShipmentStatus;
  readonly at: string;
  readonly location?: string;
  readonly note?: string;
}

/** Units of one product in a parcel. */
export interface ParcelLine {
  readonly sku: string;
  readonly quantity: number;
}

/** Where parcels stand that were booked without naming a warehouse. */
export const MAIN_WAREHOUSE = 'EAST';

/** A parcel of an order: from one warehouse to the customer, or back. */
export interface Shipment extends Document {
  readonly orderId: string;
  readonly customerId: string;
  /** The idempotency key under which the carrier knows it; kept, because later sagas have other keys. */
  readonly carrierKey: string;
  readonly status: ShipmentStatus;
  readonly carrier: string;
  /** Oldest first. */
  readonly events: readonly ShipmentEvent[];
  readonly createdAt: string;
  /** These three are absent until what an older version has written is migrated. */
  readonly warehouse?: string;
  readonly direction?: 'TO_CUSTOMER' | 'TO_WAREHOUSE';
  readonly lines?: readonly ParcelLine[];
  /** Where it goes; of a return where it comes from. Absent in what an older version has written. */
  readonly address?: Address;
  /** The return that it brings. */
  readonly returnId?: string;
  /** What no two shipments have as long as they are not cancelled; see {@link slotOf}. */
  readonly slot?: string;
  /** The key of the step that takes it back, or has done so. */
  readonly withdrawnBy?: string;
  readonly trackingNumber?: string;
  readonly estimatedDelivery?: string;
  /** Set before the carrier is asked to cancel; from then on the parcel may not be handed over. */
  readonly cancellingSince?: string;
}

/** What a shipment is made of before the carrier is asked. */
export type NewShipment = Pick<
  Shipment,
  | 'id'
  | 'orderId'
  | 'customerId'
  | 'carrierKey'
  | 'carrier'
  | 'createdAt'
  | 'lines'
  | 'warehouse'
  | 'direction'
  | 'address'
  | 'returnId'
>;

/** There is one parcel at a time of an order from each warehouse, and one of each return. */
const slotOf = ({ orderId, warehouse = MAIN_WAREHOUSE, returnId }: NewShipment): string =>
  returnId === undefined ? `${orderId}:${warehouse}` : `return:${returnId}`;

const transitions: Readonly<Record<ShipmentStatus, readonly ShipmentStatus[]>> = {
  PENDING: ['SCHEDULED', 'CANCELLED'],
  SCHEDULED: ['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED', 'CANCELLED'],
  HANDED_OVER: ['IN_TRANSIT', 'DELIVERED'],
  IN_TRANSIT: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};

/** The statuses that a person may report; the others come from the saga. */
const reportable: readonly ShipmentStatus[] = ['HANDED_OVER', 'IN_TRANSIT', 'DELIVERED'];

/** Whether a shipment may go from one status to another: only forward, and back to CANCELLED only before hand-over. */
export const mayBecome = (from: ShipmentStatus, to: ShipmentStatus): boolean =>
  transitions[from].includes(to);

/** A shipment with so many events takes no repeated ones, so that its document stays bounded. */
export const MAX_EVENTS = 200;

/** Whether a shipment may be reported to have come this far, or to be there still: never once it is being cancelled. */
export const mayBeReported = (
  { status, cancellingSince, events }: Pick<Shipment, 'status' | 'cancellingSince' | 'events'>,
  to: ShipmentStatus,
): boolean =>
  cancellingSince === undefined && (mayBecome(status, to) || (status === to && events.length < MAX_EVENTS));

/** A shipment as it is first recorded: PENDING, before the carrier is asked. */
export const pendingShipment = (shipment: NewShipment): Draft<Shipment> => ({
  warehouse: MAIN_WAREHOUSE,
  direction: 'TO_CUSTOMER',
  ...shipment,
  slot: slotOf(shipment),
  status: 'PENDING',
  events: [],
});

/** Why nothing is booked: something else is, so that nothing is sent twice. */
export const shipmentExists: Rejection = {
  code: 'SHIPMENT_EXISTS',
  message: 'There is a shipment for this order already.',
};

const isOutbound = ({ direction = 'TO_CUSTOMER' }: Shipment): boolean => direction === 'TO_CUSTOMER';

const isLive = ({ status }: Shipment): boolean => status !== 'CANCELLED';

/** The one that stands for all of an order's shipments: the first that is not cancelled, else the first. */
export const firstOf = (shipments: readonly Shipment[]): Shipment | undefined =>
  shipments.find((shipment) => isOutbound(shipment) && isLive(shipment)) ?? shipments[0];

/**
 * The parcel from the warehouse that is not cancelled. An older version has booked one parcel per order, and has not
 * recorded what was in it: it is the one from every warehouse.
 */
export function liveParcel(shipments: readonly Shipment[], warehouse: string): Shipment | undefined {
  const live = shipments.filter((shipment) => isOutbound(shipment) && isLive(shipment));
  const [only] = live;
  return (
    live.find((shipment) => shipment.warehouse === warehouse) ??
    (live.length === 1 && (only?.lines ?? []).length === 0 ? only : undefined)
  );
}

/** The carrier has the parcel, so that it cannot be taken back, in words for the customer. */
export const handedOver: Rejection = {
  code: 'SHIPMENT_HANDED_OVER',
  message: 'The parcel is on its way already.',
};

/** Whether the parcel of a confirmed order can be taken back: ask the carrier, it never goes anyway, or no. */
export function withdrawal(
  shipment: Shipment | undefined,
):
  | { readonly kind: 'ask-carrier'; readonly shipment: Shipment }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rejection: Rejection } {
  if (shipment === undefined) {
    const rejection = { code: 'SHIPMENT_NOT_FOUND', message: 'There is no shipment for the order.' };
    return { kind: 'refused', rejection };
  }
  if (shipment.status === 'CANCELLED') return { kind: 'done' };
  return mayBecome(shipment.status, 'CANCELLED')
    ? { kind: 'ask-carrier', shipment }
    : { kind: 'refused', rejection: handedOver };
}

/** Why the step is rejected when the carrier does not serve the address, in words for the customer. */
export const notServed = (postalCode: string): Rejection => ({
  code: 'SHIPPING_UNAVAILABLE',
  message: `We cannot deliver to the postal code ${postalCode}.`,
});

/** What a person reports of a shipment. */
export interface Report {
  readonly status: ShipmentStatus;
  readonly location?: string | null | undefined;
  readonly note?: string | null | undefined;
}

/** What is wrong with a report, whatever the shipment. */
export function checkReport({ status, location, note }: Report): ValidationError[] {
  const path = ['input', 'status'];
  return [
    ...(reportable.includes(status)
      ? []
      : [validationError(`status must be ${reportable.join(', ')}.`, path)]),
    ...checkLength(location ?? '', ['input', 'location'], 0, 200),
    ...checkLength(note ?? '', ['input', 'note'], 0, 500),
  ];
}

/** A report as it is recorded; empty texts are left out. */
export function eventOf({ status, location, note }: Report, at: string): ShipmentEvent {
  const place = location?.trim() ?? '';
  const remark = note?.trim() ?? '';
  return { status, at, ...(place !== '' && { location: place }), ...(remark !== '' && { note: remark }) };
}

/** When the carrier got a parcel, and when it arrived: as far as was reported, the first report of each. */
export function milestonesOf({ events }: Pick<Shipment, 'events'>): {
  readonly handedOverAt?: string | undefined;
  readonly deliveredAt?: string | undefined;
} {
  const first = (statuses: readonly ShipmentStatus[]) =>
    events.find(({ status }) => statuses.includes(status))?.at;
  return { handedOverAt: first(reportable), deliveredAt: first(['DELIVERED']) };
}
