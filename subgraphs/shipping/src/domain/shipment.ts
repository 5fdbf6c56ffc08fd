import { checkLength, validationError, type Address, type ValidationError } from '@counterstep/service-kit';
import type { Document, Draft } from '@counterstep/document-store';
import type { Rejection } from '@counterstep/step-barrier';

export type ShipmentStatus =
  'PENDING' | 'SCHEDULED' | 'HANDED_OVER' | 'IN_TRANSIT' | 'DELIVERED' | 'CANCELLED';

/** Something that happened to a shipment. */
export interface ShipmentEvent {
  /** The shipment's status from then on. */
  readonly status: ShipmentStatus;
  readonly at: string;
  readonly location?: string;
  readonly note?: string;
  /** The id of the carrier's message that brought it. */
  readonly messageId?: string;
}

/** Units of one product in a parcel. */
export interface ParcelLine {
  readonly sku: string;
  readonly quantity: number;
}

/** The warehouse of parcels that were booked without naming one. */
export const MAIN_WAREHOUSE = 'EAST';

/** A parcel of an order: from one warehouse to the customer, or back. */
export interface Shipment extends Document {
  readonly orderId: string;
  readonly customerId: string;
  /**
   * The idempotency key under which the carrier knows it; stored, because steps of later sagas have keys of their own.
   */
  readonly carrierKey: string;
  readonly status: ShipmentStatus;
  readonly carrier: string;
  /** Oldest first. */
  readonly events: readonly ShipmentEvent[];
  readonly createdAt: string;
  /** These three are absent until a shipment of an older version is migrated. */
  readonly warehouse?: string;
  readonly direction?: 'TO_CUSTOMER' | 'TO_WAREHOUSE';
  readonly lines?: readonly ParcelLine[];
  /** The destination, or of a return the origin; absent on shipments of an older version. */
  readonly address?: Address;
  /** The return whose items it carries. */
  readonly returnId?: string;
  /** Unique among the shipments that are not cancelled; see {@link slotOf}. */
  readonly slot?: string;
  /** The key of the step that withdraws it, or has withdrawn it. */
  readonly withdrawnBy?: string;
  readonly trackingNumber?: string;
  readonly estimatedDelivery?: string;
  /** Set before the carrier is asked to cancel; from then on the parcel may not be handed over. */
  readonly cancellingSince?: string;
}

/** What is known of a shipment before the carrier is asked. */
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

/** An order has at most one live parcel from each warehouse, and a return at most one. */
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

/** Whether a shipment may change from one status to another: only forward, and to CANCELLED only before hand-over. */
export const mayBecome = (from: ShipmentStatus, to: ShipmentStatus): boolean =>
  transitions[from].includes(to);

/** From this many events on, a repeated status is refused, so that the document stays bounded. */
export const MAX_EVENTS = 200;

/**
 * Whether a status may be reported of a shipment: a later one, or the same again, and none once it is being cancelled.
 */
export const mayBeReported = (
  { status, cancellingSince, events }: Pick<Shipment, 'status' | 'cancellingSince' | 'events'>,
  to: ShipmentStatus,
): boolean =>
  cancellingSince === undefined && (mayBecome(status, to) || (status === to && events.length < MAX_EVENTS));

/** A shipment as first recorded: PENDING, before the carrier is asked. */
export const pendingShipment = (shipment: NewShipment): Draft<Shipment> => ({
  warehouse: MAIN_WAREHOUSE,
  direction: 'TO_CUSTOMER',
  ...shipment,
  slot: slotOf(shipment),
  status: 'PENDING',
  events: [],
});

/** The rejection of a booking whose place another live shipment takes. */
export const shipmentExists: Rejection = {
  code: 'SHIPMENT_EXISTS',
  message: 'There is a shipment for this order already.',
};

const isOutbound = ({ direction = 'TO_CUSTOMER' }: Shipment): boolean => direction === 'TO_CUSTOMER';

const isLive = ({ status }: Shipment): boolean => status !== 'CANCELLED';

/**
 * The shipment that represents all of an order's: the first to the customer that is not cancelled, else the first of
 * all.
 */
export const firstOf = (shipments: readonly Shipment[]): Shipment | undefined =>
  shipments.find((shipment) => isOutbound(shipment) && isLive(shipment)) ?? shipments[0];

/**
 * The parcel from the warehouse that is not cancelled. An older version booked one parcel per order and did not record
 * its lines: that parcel counts for every warehouse.
 */
export function liveParcel(shipments: readonly Shipment[], warehouse: string): Shipment | undefined {
  const live = shipments.filter((shipment) => isOutbound(shipment) && isLive(shipment));
  const [only] = live;
  return (
    live.find((shipment) => shipment.warehouse === warehouse) ??
    (live.length === 1 && (only?.lines ?? []).length === 0 ? only : undefined)
  );
}

/** The rejection of a withdrawal after hand-over, in words for the customer. */
export const handedOver: Rejection = {
  code: 'SHIPMENT_HANDED_OVER',
  message: 'The parcel is on its way already.',
};

/**
 * Decides how the parcel of a confirmed order is withdrawn: by asking the carrier, not at all because it never leaves,
 * or refused.
 */
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

/** The rejection of a step whose address the carrier does not serve, in words for the customer. */
export const notServed = (postalCode: string): Rejection => ({
  code: 'SHIPPING_UNAVAILABLE',
  message: `We cannot deliver to the postal code ${postalCode}.`,
});

/** What a person or the carrier reports of a shipment. */
export interface Report {
  readonly status: ShipmentStatus;
  readonly location?: string | null | undefined;
  readonly note?: string | null | undefined;
}

/** The errors of a report that hold for any shipment. */
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

/** The event that a report is recorded as; empty texts are left out. */
export function eventOf(
  { status, location, note, messageId }: Report & { readonly messageId?: string },
  at: string,
): ShipmentEvent {
  const place = location?.trim() ?? '';
  const remark = note?.trim() ?? '';
  return {
    ...{ status, at },
    ...(place !== '' && { location: place }),
    ...(remark !== '' && { note: remark }),
    ...(messageId !== undefined && { messageId }),
  };
}

/** When a parcel was handed over and delivered: the instants of the first reports of each, if any. */
export function milestonesOf({ events }: Pick<Shipment, 'events'>): {
  readonly handedOverAt?: string | undefined;
  readonly deliveredAt?: string | undefined;
} {
  const first = (statuses: readonly ShipmentStatus[]) =>
    events.find(({ status }) => statuses.includes(status))?.at;
  return { handedOverAt: first(reportable), deliveredAt: first(['DELIVERED']) };
}
