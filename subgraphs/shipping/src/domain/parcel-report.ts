import type { Document, Draft } from '@counterstep/document-store';
import {
  MAIN_WAREHOUSE,
  type ParcelLine,
  type Shipment,
  type ShipmentEvent,
  type ShipmentStatus,
} from './shipment.ts';

/** What a carrier has reported of a parcel, once per parcel and status, until a saga has taken it up. */
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
 * The report that an event of a shipment makes; undefined where the shipment was there before, or is sent back: what
 * becomes of a return is decided where it is received.
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
