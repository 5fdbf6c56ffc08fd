import type { Document, Draft } from '@counterstep/document-store';
import {
  MAIN_WAREHOUSE,
  type ParcelLine,
  type Shipment,
  type ShipmentEvent,
  type ShipmentStatus,
} from './shipment.ts';

/** A carrier's report on a parcel, kept once per parcel and status until a saga has taken it up. */
export interface ParcelReport extends Document {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly warehouse: string;
  readonly status: ShipmentStatus;
  readonly lines: readonly ParcelLine[];
  readonly trackingNumber?: string;
  readonly at: string;
}

/**
 * The report that an event of a shipment creates; undefined where the shipment already had the status, or belongs to a
 * return: the receiving warehouse decides what becomes of that.
 */
export function reportOf(shipment: Shipment, { status, at }: ShipmentEvent): Draft<ParcelReport> | undefined {
  if (shipment.status === status || shipment.direction === 'TO_WAREHOUSE') return undefined;
  const {
    id: shipmentId,
    orderId,
    customerId,
    warehouse = MAIN_WAREHOUSE,
    lines = [],
    trackingNumber,
  } = shipment;
  return {
    ...{ id: `${shipmentId}-${status}`, shipmentId, orderId, customerId, warehouse, status, lines, at },
    ...(trackingNumber !== undefined && { trackingNumber }),
  };
}
